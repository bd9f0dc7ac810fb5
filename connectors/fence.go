package connectors

import "context"

type fenceKey struct{}

// WithFence puts a last question before the calls made with the context: may this
// still be sent? A worker that was stopped for minutes, in a queue for the
// account's quota say, does not know that another has taken its work over.
func WithFence(ctx context.Context, fence func(context.Context) error) context.Context {
	return context.WithValue(ctx, fenceKey{}, fence)
}

// Pass asks the fence, if there is one. Connectors that write call it behind
// everything that may take time, right before the request leaves; after an error
// nothing may be sent.
func Pass(ctx context.Context) error {
	if fence, ok := ctx.Value(fenceKey{}).(func(context.Context) error); ok {
		return fence(ctx)
	}
	return nil
}
