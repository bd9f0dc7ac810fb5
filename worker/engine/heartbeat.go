package engine

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
)

// heartbeats lets every activity that has a heartbeat timeout say that it is
// alive for as long as it runs. When a worker is killed, its calls are given to
// another after that timeout, not after the longest time a call may take.
type heartbeats struct {
	interceptor.WorkerInterceptorBase
}

// InterceptActivity puts the heart beside the activity.
func (*heartbeats) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &beating{interceptor.ActivityInboundInterceptorBase{Next: next}}
}

// heartbeatEvery is how often the server is told; left to itself the SDK waits
// for four fifths of the timeout, and a pause of a few seconds would kill a call.
const heartbeatEvery = 2 * time.Second

type beating struct {
	interceptor.ActivityInboundInterceptorBase
}

// ExecuteActivity runs the activity, and the heart until it has ended.
func (b *beating) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	info := activity.GetInfo(ctx)
	if info.IsLocalActivity || info.HeartbeatTimeout == 0 {
		return b.Next.ExecuteActivity(ctx, in)
	}
	alive, stop := context.WithCancel(ctx)
	defer stop()
	go beat(alive)
	return b.Next.ExecuteActivity(ctx, in)
}

func beat(ctx context.Context) {
	tick := time.NewTicker(heartbeatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			activity.RecordHeartbeat(ctx)
		}
	}
}
