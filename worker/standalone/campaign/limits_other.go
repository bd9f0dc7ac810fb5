//go:build !linux

package campaign

import "errors"

func limits() bool { return false }

func tighten(int, uint64) error { return errors.ErrUnsupported }
func widen(int) error           { return errors.ErrUnsupported }
