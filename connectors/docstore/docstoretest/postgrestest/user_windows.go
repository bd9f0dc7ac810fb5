package postgrestest

import "syscall"

func unprivileged() *syscall.SysProcAttr { return nil }

func (s *server) ownHome() error { return nil }
