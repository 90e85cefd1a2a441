// A second opinion on trees, proofs and signatures: golang.org/x/mod/sumdb.
//
// Reads JSON lines: what is claimed of one tree. Prints one line for each: true or false.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type claim struct {
	Key, Note   string
	Leaves      [][]byte
	Size, Index int64
	Leaf        []byte
	Inclusion   [][]byte
	Old         int64
	OldRoot     []byte
	Consistency [][]byte
}

type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for place, index := range indexes {
		found[place] = h[index]
	}
	return found, nil
}

func hash(data []byte) (found tlog.Hash) {
	copy(found[:], data)
	return found
}

func list(items [][]byte) (found []tlog.Hash) {
	for _, item := range items {
		found = append(found, hash(item))
	}
	return found
}

func holds(c claim) bool {
	verifier, err := note.NewVerifier(c.Key)
	if err != nil {
		return false
	}
	signed, err := note.Open([]byte(c.Note), note.VerifierList(verifier))
	if err != nil {
		return false
	}
	lines := strings.Split(signed.Text, "\n")
	top, err := tlog.ParseHash(lines[2])
	if err != nil || lines[1] != fmt.Sprint(c.Size) || lines[0] != verifier.Name() {
		return false
	}
	var stored hashes
	for place, leaf := range c.Leaves {
		more, err := tlog.StoredHashes(int64(place), leaf, stored)
		if err != nil {
			return false
		}
		stored = append(stored, more...)
	}
	whole, err := tlog.TreeHash(c.Size, stored)
	if err != nil || whole != top {
		return false
	}
	leaf := tlog.RecordHash(c.Leaf)
	if tlog.CheckRecord(list(c.Inclusion), c.Size, top, c.Index, leaf) != nil {
		return false
	}
	return tlog.CheckTree(list(c.Consistency), c.Size, top, c.Old, hash(c.OldRoot)) == nil
}

func main() {
	input := bufio.NewReader(os.Stdin)
	decoder := json.NewDecoder(input)
	for decoder.More() {
		var c claim
		if err := decoder.Decode(&c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		fmt.Println(holds(c))
	}
}
