//go:build !unix

package campaign

import "syscall"

func unprivileged() *syscall.SysProcAttr { return nil }

func giveAway(string) error { return nil }
