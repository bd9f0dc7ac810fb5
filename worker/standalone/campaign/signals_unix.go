//go:build unix

package campaign

import (
	"os"
	"os/signal"
	"syscall"
)

// signals: a process can be stopped and continued here.
func signals(Options) bool { return true }

func stopProcess(p *os.Process) error     { return p.Signal(syscall.SIGSTOP) }
func continueProcess(p *os.Process) error { return p.Signal(syscall.SIGCONT) }

// survivesLimits lets writing fail that would be too much, instead of ending the process.
func survivesLimits() { signal.Ignore(syscall.SIGXFSZ) }
