package sqlstore_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// benchmark runs do on each kind of database. Mind that the temporary
// PostgreSQL of tests does not wait for its disk.
func benchmark(b *testing.B, do func(b *testing.B, s *sqlstore.Store)) {
	for _, name := range []string{"file", "memory", "postgres"} {
		b.Run(name, func(b *testing.B) {
			s := open(b, databases[name](b))
			if err := s.Declare(b.Context(), "s", []string{"code", "org"}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			do(b, s)
		})
	}
}

// page is 50 documents of about 1 KB.
func page(b *testing.B, s *sqlstore.Store, n int) {
	b.Helper()
	p := docstore.Page{Scheme: "s", Revision: "r"}
	for i := range 50 {
		key := fmt.Sprintf("%09d", n*50+i)
		p.Rows = append(p.Rows, docstore.Incoming{
			Key: key, Number: key, Content: fmt.Appendf(nil, `{"code":%q,"org":1,"amount":10.10,"lines":[%s{}]}`, key,
				strings.Repeat(`{"sku":"A-100","qty":2,"price":5.05,"name":"保温杯"},`, 15)),
		})
	}
	if _, err := s.Keep(b.Context(), p); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkKeepNew(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		for n := 0; b.Loop(); n++ {
			page(b, s, n)
		}
	})
}

// BenchmarkKeepFollowed is BenchmarkKeepNew with changes that are noted, and
// with positions that are given after each page.
func BenchmarkKeepFollowed(b *testing.B) {
	for _, positions := range []bool{false, true} {
		b.Run(fmt.Sprintf("positions=%t", positions), func(b *testing.B) {
			benchmark(b, func(b *testing.B, s *sqlstore.Store) {
				if err := s.Follow(b.Context(), "s"); err != nil {
					b.Fatal(err)
				}
				for n := 0; b.Loop(); n++ {
					page(b, s, n)
					if !positions {
						continue
					}
					if _, err := s.Position(b.Context(), "s"); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func BenchmarkPositionOfNothing(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		if err := s.Follow(b.Context(), "s"); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := s.Position(b.Context(), "s"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkKeepUnchanged(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		for b.Loop() {
			page(b, s, 0)
		}
	})
}

func steps(n int, state docstore.State) []docstore.Progress {
	all := make([]docstore.Progress, n)
	for i := range all {
		all[i] = docstore.Progress{
			Ref: docstore.Ref{Scheme: "s", Key: fmt.Sprintf("%09d", i)}, State: state, Called: true, Sent: []byte(`{"n":1}`),
		}
	}
	return all
}

func BenchmarkGet(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		page(b, s, 0)
		ref := docstore.Ref{Scheme: "s", Key: "000000007"}
		for b.Loop() {
			if _, err := s.Get(b.Context(), ref); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkMark(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		page(b, s, 0)
		step := steps(1, docstore.Mapped)[0]
		for b.Loop() {
			if err := s.Mark(b.Context(), step); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMarkTogether is a step of one of many documents that go on at the same time.
func BenchmarkMarkTogether(b *testing.B) {
	for _, callers := range []int{1, 50, 200} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			benchmark(b, func(b *testing.B, s *sqlstore.Store) {
				for n := range 4 {
					page(b, s, n)
				}
				markTogether(b, s, callers)
			})
		})
	}
}

func markTogether(b *testing.B, s *sqlstore.Store, callers int) {
	b.Helper()
	var made atomic.Int64
	var g errgroup.Group
	b.ResetTimer()
	for caller := range callers {
		step := docstore.Progress{Ref: docstore.Ref{Scheme: "s", Key: fmt.Sprintf("%09d", caller)}, State: docstore.Mapped}
		g.Go(func() error {
			for made.Add(1) <= int64(b.N) {
				if err := s.Mark(b.Context(), step); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkMarkAll20(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		page(b, s, 0)
		batch := steps(20, docstore.Mapped)
		for b.Loop() {
			if _, err := s.MarkAll(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		for n := range 40 {
			page(b, s, n)
		}
		for b.Loop() {
			found, err := s.Find(b.Context(), docstore.Equal("s", map[string]string{"code": "000000777", "org": "1"}, 2))
			if err != nil || len(found) != 1 {
				b.Fatal(len(found), err)
			}
		}
	})
}

func BenchmarkCounts(b *testing.B) {
	benchmark(b, func(b *testing.B, s *sqlstore.Store) {
		for n := range 40 {
			page(b, s, n)
		}
		for b.Loop() {
			if counts, _, err := s.Counts(b.Context(), "s"); err != nil || counts[docstore.Fetched] != 2000 {
				b.Fatal(counts, err)
			}
		}
	})
}
