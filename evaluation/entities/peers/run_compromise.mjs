// compromise in Node: JSON Lines of texts in, JSON Lines of links out. Started by coreference_peers.py.
//   node run_compromise.mjs FOLDER < texts > links
// FOLDER is where `npm install compromise` was run. A link is [start, end of the pronoun, start, end of the words it is said to stand for], code points.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import path from 'node:path'

const nlp = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'))('compromise')

const place = (view, text) => {
  const { start } = view.json({ offset: true })[0].offset
  const words = view.text({ punctuation: false, whitespace: false }).trim() || view.text().trim()
  const from = start + Math.max(0, text.slice(start).indexOf(view.text().trim().split(/\s/)[0]))
  const points = (end) => Array.from(text.slice(0, end)).length // JavaScript counts UTF-16
  return [points(from), points(from + Math.max(words.length, view.text().trim().replace(/[.,;:!?)”"]+$/, '').length))]
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, text } = JSON.parse(line)
  const doc = nlp(text)
  doc.compute('coreference')
  const links = []
  doc.pronouns().forEach((pronoun) => {
    const said = pronoun.refersTo()
    if (said.found) links.push([...place(pronoun, text), ...place(said, text)])
  })
  console.log(JSON.stringify({ id, links }))
}
