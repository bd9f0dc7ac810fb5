package campaign

import (
	"fmt"
	"syscall"
	"unsafe"
)

// limits: how long a process may make its files can be changed from outside, also
// by those who are not root.
func limits() bool { return true }

// tighten lets a process make no file longer than so many bytes; widen takes it back.
func tighten(pid int, most uint64) error {
	limit, err := prlimit(pid, nil)
	if err != nil {
		return err
	}
	limit.Cur = most
	_, err = prlimit(pid, &limit)
	return err
}

func widen(pid int) error {
	limit, err := prlimit(pid, nil)
	if err != nil {
		return err
	}
	limit.Cur = limit.Max
	_, err = prlimit(pid, &limit)
	return err
}

// prlimit sets a limit, unless it is nil, and says what it was.
func prlimit(pid int, set *syscall.Rlimit) (was syscall.Rlimit, err error) {
	_, _, code := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), syscall.RLIMIT_FSIZE,
		uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(&was)), 0, 0) //nolint:gosec // as the call is
	if code != 0 {
		return was, fmt.Errorf("limit the files of process %d: %w", pid, code)
	}
	return was, nil
}
