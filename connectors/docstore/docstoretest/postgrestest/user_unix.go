//go:build unix

package postgrestest

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// other is the user to run PostgreSQL as, because it refuses to run as root.
func other() (uid, gid uint32, needed bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if errUID == nil && errGID == nil {
			return uint32(uid), uint32(gid), true
		}
	}
	return 0, 0, false
}

// unprivileged also takes the server out of our process group: an interrupted
// test run must not leave it half stopped.
func unprivileged() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if uid, gid, needed := other(); needed {
		attr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	return attr
}

func (s *server) ownHome() error {
	uid, gid, needed := other()
	if !needed {
		return nil
	}
	return os.Chown(s.home, int(uid), int(gid))
}
