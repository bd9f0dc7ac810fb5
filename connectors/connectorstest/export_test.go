package connectorstest

// Light is the exam with fewer readings and shorter long answers, for being made
// dozens of times.
func Light(e Exam) Exam {
	e.effort = effort{gaps: 2, huge: 100 << 10}
	return e
}
