// Reads bodies, one on each line in hex, and says what encoding/json sees in them: as README.md has it.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// The shape that a server decodes into: encoding/json folds the case of members' names.
type message struct {
	Method *string `json:"method"`
	Params *struct {
		Name   *string `json:"name"`
		URI    *string `json:"uri"`
		TaskID *string `json:"taskId"`
	} `json:"params"`
}

func field(text *string) string {
	if text == nil {
		return "-"
	}
	return "=" + hex.EncodeToString([]byte(*text))
}

func byStructs(body []byte) string {
	var messages []message
	if bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("[")) {
		if json.Unmarshal(body, &messages) != nil {
			return "!"
		}
	} else {
		messages = make([]message, 1)
		if json.Unmarshal(body, &messages[0]) != nil {
			return "!"
		}
	}
	lines := []string{}
	for _, each := range messages {
		fields := []string{field(each.Method), "-", "-", "-"}
		if each.Params != nil {
			fields = []string{field(each.Method), field(each.Params.Name), field(each.Params.URI), field(each.Params.TaskID)}
		}
		lines = append(lines, strings.Join(fields, ","))
	}
	return strings.Join(lines, " ")
}

func member(object interface{}, name string) interface{} {
	if fields, ok := object.(map[string]interface{}); ok {
		return fields[name]
	}
	return nil
}

func text(value interface{}) *string {
	if text, ok := value.(string); ok {
		return &text
	}
	return nil
}

func byMaps(body []byte) string {
	var value interface{}
	if json.Unmarshal(body, &value) != nil {
		return "!"
	}
	list, isList := value.([]interface{})
	if !isList {
		list = []interface{}{value}
	}
	lines := []string{}
	for _, each := range list {
		params := member(each, "params")
		fields := []string{field(text(member(each, "method")))}
		for _, name := range []string{"name", "uri", "taskId"} {
			fields = append(fields, field(text(member(params, name))))
		}
		lines = append(lines, strings.Join(fields, ","))
	}
	return strings.Join(lines, " ")
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		body, err := hex.DecodeString(lines.Text())
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(out, "%s\t%s\n", byStructs(body), byMaps(body))
	}
}
