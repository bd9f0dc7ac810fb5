package kuaidi100test

import (
	"fmt"
	"slices"
	"time"
)

// Parcel is a parcel on its way.
type Parcel struct {
	Num, Com string
	Phone    string // the last four digits that its carrier wants
	Steps    []Step // what becomes of it, one after the other
	Done     int    // steps that have been made; without any there is no trace of it
	Unpushed bool   // what is to be pushed of it is lost
}

// Step is one thing that happens to a parcel.
type Step struct {
	State   string // 0 在途, 1 揽收, 3 签收, 301 本人签收, …
	Name    string // 在途
	Context string
	Area    string
	At      time.Time // when it happened; when it was made, if zero
}

// Way is the way of a parcel to which nothing happens: 揽收, 在途, 派件, 签收.
func Way() []Step {
	return []Step{
		{State: "1", Name: "揽收", Context: "【杭州市】快件已揽收", Area: "浙江,杭州市"},
		{State: "0", Name: "在途", Context: "【杭州转运中心】已发出 下一站【北京转运中心】", Area: "浙江,杭州市"},
		{State: "5", Name: "派件", Context: "【北京市】正在派件", Area: "北京,北京市"},
		{State: "3", Name: "签收", Context: "【北京市】客户签收人：本人 已签收", Area: "北京,北京市"},
	}
}

// Put adds parcels, or puts them in the place of those with their numbers.
func (s *Server) Put(parcels ...Parcel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range parcels {
		p.Steps = slices.Clone(p.Steps)
		for i := range min(p.Done, len(p.Steps)) {
			p.Steps[i].happen(s.opt.Now())
		}
		s.parcels[p.Num] = &p
	}
}

// Remove forgets a parcel, as 快递100 does with those of last year.
func (s *Server) Remove(num string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.parcels, num)
}

// Advance has the next step of a parcel happen and tells who has subscribed; it
// says whether there was one.
func (s *Server) Advance(num string) bool { return s.AdvanceAt(num, s.opt.Now()) }

// AdvanceAt does so at a time of one's choice.
func (s *Server) AdvanceAt(num string, at time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.parcels[num]
	if p == nil || p.Done >= len(p.Steps) {
		return false
	}
	p.Steps[p.Done].happen(at)
	p.Done++
	s.tell(num)
	return true
}

// Parcel is a parcel as it is.
func (s *Server) Parcel(num string) (Parcel, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.parcels[num]
	if !ok {
		return Parcel{}, false
	}
	c := *p
	c.Steps = slices.Clone(p.Steps)
	return c, true
}

func (st *Step) happen(now time.Time) {
	if st.At.IsZero() {
		st.At = now
	}
}

// state is the last step's, without its particulars.
func (p *Parcel) state() string { return p.Steps[p.Done-1].State }

func (p *Parcel) signed() bool { return p.state()[0] == '3' }

// trace is the parcel as 快递100 tells it: all scalars texts but isLoop, and the
// newest step first.
func (s *Server) trace(p *Parcel, oldestFirst bool) map[string]any {
	var data []map[string]any
	for _, st := range p.Steps[:p.Done] {
		at := st.At.In(s.zone).Format(time.DateTime)
		data = append(data, map[string]any{
			"time": at, "ftime": at, "context": st.Context, "location": "", "areaName": st.Area,
			"status": st.Name, "statusCode": st.State,
		})
	}
	if !oldestFirst {
		slices.Reverse(data)
	}
	here := map[string]any{"number": "CN110000000000", "name": p.Steps[p.Done-1].Area}
	return map[string]any{
		"message": "ok", "nu": p.Num, "com": p.Com, "ischeck": check(p.signed()), "status": "200", "state": p.state(),
		"condition": "F00", "isLoop": false, "data": data,
		"routeInfo": map[string]any{"from": map[string]any{"number": "CN330100000000", "name": p.Steps[0].Area}, "cur": here, "to": nil},
	}
}

func check(signed bool) string { return fmt.Sprint(map[bool]int{true: 1}[signed]) }
