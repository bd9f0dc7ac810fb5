//go:build unix

package campaign

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// other is who PostgreSQL runs as when we are root, as whom it refuses to run.
func other() (who syscall.Credential, needed bool) {
	if os.Getuid() != 0 {
		return who, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		var uid, gid uint64
		u, err := user.Lookup(name)
		if err == nil {
			uid, err = strconv.ParseUint(u.Uid, 10, 32)
		}
		if err == nil {
			gid, err = strconv.ParseUint(u.Gid, 10, 32)
		}
		if err == nil {
			return syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, true
		}
	}
	return who, false
}

// unprivileged also takes it out of our group: Ctrl-C is not meant for it.
func unprivileged() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if who, needed := other(); needed {
		attr.Credential = &who
	}
	return attr
}

func giveAway(folder string) error {
	who, needed := other()
	if !needed {
		return nil
	}
	if err := os.Chown(folder, int(who.Uid), int(who.Gid)); err != nil {
		return fmt.Errorf("give it to whom PostgreSQL runs as: %w", err)
	}
	return nil
}
