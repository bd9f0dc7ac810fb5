package bench

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the kernel's unit of processor time in /proc; Linux reports in
// hundredths of a second on every architecture that Go runs on.
const tick = 10 * time.Millisecond

// cpuOf is the processor time a process has used; 0 when it is gone.
func cpuOf(pid int) time.Duration {
	f := statOf(pid)
	const user, system = 11, 12
	return tick * time.Duration(number(f, user)+number(f, system))
}

// cpuWithChildren is that of a process and of its children that have ended.
func cpuWithChildren(pid int) time.Duration {
	f := statOf(pid)
	const children, childrenSystem = 13, 14
	return cpuOf(pid) + tick*time.Duration(number(f, children)+number(f, childrenSystem))
}

// parentOf is a process's parent; 0 when it is gone.
func parentOf(pid int) int { return number(statOf(pid), 1) }

// statOf are the fields behind the name of the process, which may hold anything.
func statOf(pid int) []string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
}

func number(fields []string, i int) int {
	if i >= len(fields) {
		return 0
	}
	n, err := strconv.Atoi(fields[i])
	if err != nil {
		return 0
	}
	return n
}

// memoryOf is what a process holds in memory, and the most it has held, in bytes.
func memoryOf(pid int) (now, peak int64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "VmRSS:"):
			now = int64(number(f, 1)) << 10
		case strings.HasPrefix(line, "VmHWM:"):
			peak = int64(number(f, 1)) << 10
		}
	}
	return now, peak
}

// family are the processes that have the same parent.
func family(parent int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []int
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && parentOf(pid) == parent {
			all = append(all, pid)
		}
	}
	return all
}
