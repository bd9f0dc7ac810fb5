package fault

import (
	"net/http"
	"slices"
	"sync"
)

// Misbehaviour is what an order of a Queue does to an answer.
type Misbehaviour int

// The misbehaviours.
const (
	None       Misbehaviour = iota
	Refusal                 // a failure in the system's own words
	ServerPage              // HTTP 500 with an HTML page
	Dropped                 // the connection ends without an answer
	Half                    // half the answer
	Nothing                 // HTTP 200 and nothing
	WrongType               // a value of another type where the answer should be
	Other                   // other words instead of the answer, HTTP 200
)

// Lost lets an answer be lost before anything is done; it says whether it was.
func (m Misbehaviour) Lost(w http.ResponseWriter) bool {
	switch m {
	case ServerPage:
		Page(w, http.StatusInternalServerError)
		return true
	case Dropped:
		panic(http.ErrAbortHandler)
	}
	return false
}

// Spoil is the answer as it arrives: wrong in place of it for WrongType, other for Other.
func (m Misbehaviour) Spoil(answer []byte, wrong, other string) []byte {
	switch m {
	case Half:
		return answer[:len(answer)/2]
	case Nothing:
		return nil
	case WrongType:
		return []byte(wrong)
	case Other:
		return []byte(other)
	}
	return answer
}

// Queue holds faults that were ordered and not yet served. The zero value is empty.
type Queue[F any] struct {
	mu     sync.Mutex
	orders []*order[F]
}

type order[F any] struct {
	fault F
	api   string
	left  int
}

// Order orders a fault for the next calls of an API, any when it is ""; times 0 is once.
func (q *Queue[F]) Order(f F, api string, times int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.orders = append(q.orders, &order[F]{f, api, max(times, 1)})
}

// Take is the fault of the call that has just come; the zero F when there is none.
func (q *Queue[F]) Take(api string) F {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, o := range q.orders {
		if o.api != "" && o.api != api {
			continue
		}
		if o.left--; o.left == 0 {
			q.orders = slices.Delete(q.orders, i, i+1)
		}
		return o.fault
	}
	var none F
	return none
}
