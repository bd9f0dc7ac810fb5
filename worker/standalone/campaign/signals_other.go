//go:build !unix

package campaign

import (
	"errors"
	"os"
)

func signals(Options) bool { return false }

func stopProcess(*os.Process) error     { return errors.ErrUnsupported }
func continueProcess(*os.Process) error { return errors.ErrUnsupported }

func survivesLimits() {}
