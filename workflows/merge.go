package workflows

import (
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// groupsAPage is how many groups of rows one activity merges.
const groupsAPage = 100

// merge makes documents of the rows that were read, once every window has been:
// a window that was read in part has parts of its groups, and a row that comes
// after its group was merged becomes a document of its own.
func (s *sync) merge(ctx workflow.Context) error {
	if s.place == nil || !s.plan.Merges {
		return nil
	}
	s.progress.Stage = stageMerge
	in := activities.MergeInput{Scheme: s.plan.Scheme, Revision: s.plan.Revision, Limit: groupsAPage}
	for {
		if err := s.gate(ctx); err != nil {
			return err
		}
		var page activities.Merged
		if err := workflow.ExecuteActivity(withStoreOptions(ctx), s.acts.MergeGroups, in).Get(ctx, &page); err != nil {
			return err
		}
		s.progress.Merged += page.Rows
		s.made += page.Documents
		if in.After = page.After; in.After == "" {
			return nil
		}
	}
}
