//go:build !linux

package bench

import "time"

// What a process uses is read from /proc, which only Linux has: elsewhere rates,
// calls and bytes are measured, and the costs are 0.

func cpuOf(int) time.Duration { return 0 }

func cpuWithChildren(int) time.Duration { return 0 }

func parentOf(int) int { return 0 }

func memoryOf(int) (now, peak int64) { return 0, 0 }

func family(int) []int { return nil }
