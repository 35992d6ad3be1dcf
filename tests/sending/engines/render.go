// Fills each template of a JSON list as listmonk does: bodies and their plain texts are
// Go's html/template, the body inside of a bare template; subjects are text/template.
package main

import (
	"bytes"
	"encoding/json"
	"html/template"
	"io"
	"log"
	"os"
	"regexp"
	texts "text/template"
)

type asked struct {
	Kind     string // subject, text or html
	Template string
	Who      struct {
		Email   string
		Attribs map[string]any
	}
	Out string
}

// What listmonk completes before it reads a template. TrackLink is none of the functions
// below: a link that would be tracked is an error.
var (
	bareCall = regexp.MustCompile(`{{\s*UnsubscribeURL\s*}}`)
	tracked  = regexp.MustCompile(`https?://[^\s"<>]*@TrackLink`)
)

type filled interface {
	Execute(io.Writer, any) error
}

func parsed(one asked) (filled, error) {
	own := map[string]any{
		"UnsubscribeURL": func(any) string { return one.Out },
		"Safe":           func(it string) template.HTML { return template.HTML(it) },
	}
	written := bareCall.ReplaceAllString(one.Template, "{{ UnsubscribeURL . }}")
	written = tracked.ReplaceAllString(written, "{{ TrackLink . }}")
	switch one.Kind {
	case "subject":
		return texts.New("").Funcs(own).Parse(written)
	case "text":
		return template.New("").Funcs(own).Parse(written)
	}
	bare, err := template.New("").Funcs(own).Parse(`{{ template "content" . }}`)
	if err == nil {
		_, err = bare.New("content").Parse(written)
	}
	return bare, err
}

func main() {
	var all []asked
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		log.Fatal(err)
	}
	answers := make([]string, len(all))
	for n, one := range all {
		made, err := parsed(one)
		var out bytes.Buffer
		if err == nil {
			err = made.Execute(&out, map[string]any{"Subscriber": one.Who})
		}
		if err != nil {
			log.Fatalf("%d: %v", n, err)
		}
		answers[n] = out.String()
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}
