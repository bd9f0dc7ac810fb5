// Package temporalserver runs a Temporal server and its Web UI inside the
// calling process: one node on the loopback address, SQLite in a file or in
// memory.
//
// It serves the demo and a real single-machine installation. Whoever outgrows
// one machine points the same worker at a Temporal cluster and leaves this
// package out; nothing but the address changes.
package temporalserver
