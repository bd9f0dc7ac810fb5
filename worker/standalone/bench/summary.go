package bench

// Summary is what came of a benchmark, on the screen and with --summary as JSON.
type Summary struct {
	Right     bool                 `json:"right"`
	Scheme    string               `json:"scheme"`
	Steps     string               `json:"steps"`
	Latency   string               `json:"latency"`
	Documents int                  `json:"documents"`
	Stored    int                  `json:"stored_before"`
	Rate      float64              `json:"rate,omitempty"`
	Runs      int                  `json:"runs"`
	Lanes     map[string]Lane      `json:"lanes"`                        // the median run of each
	All       map[string][]float64 `json:"documents_per_second_of_runs"` // of each lane
	Gains     map[string]Gain      `json:"gains,omitempty"`              // of each lane over the naive one
}

// Gain is how many times cheaper or faster a lane is than the naive one.
type Gain struct {
	Documents float64 `json:"documents_per_second"`
	CPU       float64 `json:"cpu_per_document"`
	Bytes     float64 `json:"bytes_per_document"`
}

// compare makes ratios where there is a naive lane. The simulators' cost is not
// counted: it is nobody's who runs the engine.
func (s *Summary) compare() {
	naive, ok := s.Lanes[Naive]
	if !ok {
		return
	}
	s.Gains = map[string]Gain{}
	for name, l := range s.Lanes {
		if name != Naive {
			s.Gains[name] = Gain{
				Documents: ratio(l.DocumentsPerSecond, naive.DocumentsPerSecond),
				CPU:       ratio(naive.cpu(), l.cpu()), Bytes: ratio(naive.bytes(), l.bytes()),
			}
		}
	}
}

func (l Lane) cpu() float64 { return l.CPU[partEngine] + l.CPU[partTemporal] + l.CPU[partStore] }

func (l Lane) bytes() float64 { return l.Bytes[partTemporal] + l.Bytes[partStore] }

func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}
