package saas

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// decode reads a file as UTF-8, or as what Windows saves in China.
func decode(f File) (string, []Note, error) {
	name, as := encodingOf(f.Content)
	if as == nil {
		return strings.TrimPrefix(string(f.Content), "\ufeff"), nil, nil
	}
	text, err := as.NewDecoder().Bytes(f.Content)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", nil, mapping.Mistake{
			Place:   mapping.Place{File: f.Name, Line: 1, Column: 1},
			Message: "the file is neither UTF-8 nor GB18030; save it as UTF-8",
		}
	}
	return string(text), []Note{{Kind: Repaired, Code: "encoding", Detail: name}}, nil
}

// encodingOf is nil for UTF-8.
func encodingOf(content []byte) (string, encoding.Encoding) {
	switch {
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}):
		return "UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(content, []byte{0xfe, 0xff}):
		return "UTF-16", unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case utf8.Valid(content):
		return "", nil
	}
	return "GB18030", simplifiedchinese.GB18030
}
