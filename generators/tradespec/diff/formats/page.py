"""The style and the script of the HTML report; it loads nothing, so that it can be mailed, archived and read offline."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --line: #dfe3e8; --soft: #eef1f4;
  --ink: #1b2430; --quiet: #5b6776; --link: #1f5fbf;
  --breaking: #b42318; --breaking-soft: #fdeceb; --risky: #93580a; --risky-soft: #fdf3e0;
  --info: #1d5f9e; --info-soft: #e8f1fa; --safe: #1e6b3c; --safe-soft: #e6f4eb;
  --old: #fdeceb; --new: #e6f4eb;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f141a; --card: #171e26; --line: #2b3541; --soft: #1f2832;
    --ink: #e3e8ee; --quiet: #98a5b3; --link: #7fb2f5;
    --breaking: #ff8f85; --breaking-soft: #3a1d1d; --risky: #f0bd6b; --risky-soft: #352812;
    --info: #86bdf2; --info-soft: #172b40; --safe: #7fd09b; --safe-soft: #163021;
    --old: #34191a; --new: #14301f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
main, header.top > div, nav > div, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
code, pre, .mono { font-family: var(--mono); font-size: .87em; }
p code, li code { background: var(--soft); border-radius: 4px; padding: 1px 5px; overflow-wrap: anywhere; }
header.top { background: var(--card); border-bottom: 1px solid var(--line); padding: 32px 0 28px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 6px; letter-spacing: -.01em; }
.compared { color: var(--quiet); margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 24px 0 0; padding: 0; }
.tiles div { border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.tiles dt { color: var(--quiet); font-size: 13px; }
.tiles dd { margin: 0; font-size: 26px; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.3; }
.tiles .breaking dd { color: var(--breaking); } .tiles .risky dd { color: var(--risky); } .tiles .info dd { color: var(--info); }
.tiles .none dd { color: var(--quiet); font-weight: 500; }
nav { position: sticky; top: 0; z-index: 1; background: var(--ground); border-bottom: 1px solid var(--line); }
nav > div { display: flex; flex-wrap: wrap; gap: 6px 22px; align-items: center; padding-top: 10px; padding-bottom: 10px; }
nav fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: 6px; align-items: center; flex-wrap: wrap; }
nav legend { float: left; color: var(--quiet); font-size: 13px; padding: 0; margin-right: 4px; }
nav label { border: 1px solid var(--line); border-radius: 999px; background: var(--card); padding: 3px 12px 3px 9px;
  font-size: 13px;
  cursor: pointer; white-space: nowrap; }
nav label:has(:focus-visible), nav input[type=search]:focus-visible, summary:focus-visible, a:focus-visible {
  outline: 2px solid var(--link); outline-offset: 2px; }
nav input[type=checkbox] { margin: 0 4px 0 0; vertical-align: -1px; accent-color: var(--link); }
nav label:has(input:not(:checked)) { color: var(--quiet); background: none; }
nav input[type=search] { font: inherit; font-size: 13px; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 999px; padding: 4px 14px; min-width: 190px; flex: 1; max-width: 320px; }
.shown { color: var(--quiet); font-size: 13px; margin-left: auto; }
h2 { font-size: 15px; margin: 36px 0 12px; display: flex; gap: 10px; align-items: center; flex-wrap: wrap; }
h2 .path { font-family: var(--mono); font-weight: 600; overflow-wrap: anywhere; }
.method { font: 700 12px/1 var(--mono); border: 1px solid currentColor; border-radius: 5px; padding: 4px 7px;
  color: var(--quiet); }
h2.document { font-size: 19px; margin-top: 44px; border-bottom: 1px solid var(--line); padding-bottom: 8px; }
h2.document .sum { color: var(--quiet); font-size: 14px; font-weight: 400; }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 10px;
  padding: 16px 20px 18px; margin: 0 0 14px; }
article.breaking { --tone: var(--breaking); --tone-soft: var(--breaking-soft); }
article.risky { --tone: var(--risky); --tone-soft: var(--risky-soft); }
article.info { --tone: var(--info); --tone-soft: var(--info-soft); }
article.waived { opacity: .75; }
.head { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; }
.badge { background: var(--tone-soft); color: var(--tone); border-radius: 6px; font-size: 12.5px; font-weight: 650;
  padding: 2px 9px; }
.badge::before { margin-right: 6px; }
.breaking .badge::before { content: "\\2716"; } .risky .badge::before { content: "\\25B2"; }
.info .badge::before { content: "\\25CF"; }
h3 { font: 600 14px/1.4 var(--mono); margin: 0; overflow-wrap: anywhere; }
.facts { color: var(--quiet); font-size: 13px; margin-left: auto; }
article > p { margin: 10px 0 0; max-width: 112ch; overflow-wrap: anywhere; }
.source { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); border: 1px solid var(--line); border-radius: 8px;
  margin: 14px 0 0; overflow: hidden; font: 12.5px/1.6 var(--mono); }
.source.one { grid-template-columns: minmax(0, 1fr); }
.source > div { overflow-x: auto; } .source > div + div { border-left: 1px solid var(--line); }
.source .file { background: var(--soft); color: var(--quiet); padding: 4px 12px; position: sticky; left: 0;
  display: flex; }
.source .file span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.source .file b { color: var(--ink); font-weight: 600; margin-right: 6px; }
.source table { border-collapse: collapse; width: 100%; }
.source td { padding: 0 12px 0 0; white-space: pre; height: 1.6em; }
.source td.n { color: var(--quiet); text-align: right; width: 1%; padding: 0 10px 0 12px; user-select: none; }
.source td.m { width: 1%; padding: 0 6px 0 0; user-select: none; }
.source tr.gone { background: var(--old); } .source tr.come { background: var(--new); }
.source tr.more td { color: var(--quiet); }
.proof { margin: 14px 0 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.proof figcaption { background: var(--soft); padding: 5px 12px; font-size: 13px; display: flex; gap: 4px 16px; flex-wrap: wrap; }
.proof figcaption b { font-weight: 650; }
.yes { color: var(--safe); } .no { color: var(--breaking); }
.proof pre { margin: 0; padding: 10px 12px; max-height: 420px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.next { background: var(--soft); border-radius: 8px; padding: 8px 12px; }
.next b, .open b { margin-right: 6px; }
details { margin-top: 10px; font-size: 14px; } summary { color: var(--quiet); cursor: pointer; }
details ul { margin: 6px 0 0; padding-left: 20px; columns: 2 320px; }
.alert { border: 1px solid var(--breaking); background: var(--breaking-soft); border-radius: 10px; padding: 12px 16px;
  margin: 24px 0 0; }
.empty { text-align: center; color: var(--quiet); padding: 64px 0; }
footer { color: var(--quiet); font-size: 13px; padding-top: 32px; padding-bottom: 40px; }
[hidden] { display: none !important; }
@media (max-width: 760px) {
  .source { grid-template-columns: minmax(0, 1fr); } .source > div + div { border-left: 0; border-top: 1px solid var(--line); }
  .facts { margin-left: 0; } nav { position: static; }
}
@media print { nav { display: none; } body { background: none; } article { break-inside: avoid;
  } .proof pre { max-height: none; } }
"""

SCRIPT: Final = """
const boxes = [...document.querySelectorAll('nav input[type=checkbox]')],
  search = document.querySelector('nav input[type=search]');
const articles = [...document.querySelectorAll('article')], groups = [...document.querySelectorAll('section')];
function filter() {
  const off = new Set(boxes.filter(box => !box.checked).map(box => box.name + ':' + box.value));
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const each of articles) {
    const said = each.dataset.text ??= (each.closest('section').dataset.title + ' ' + each.textContent).toLowerCase();
    each.hidden = off.has('severity:' + each.dataset.severity) || off.has('scope:' + each.dataset.scope)
      || words.some(word => !said.includes(word));
    if (!each.hidden) count += 1;
  }
  for (const each of groups) each.hidden = !each.querySelector('article:not([hidden])');
  const sum = count === articles.length ? `${count} changes` : `${count} of ${articles.length}`;
  document.querySelector(".shown").textContent = sum;
  document.querySelector('#nothing').hidden = count > 0;
}
boxes.forEach(box => box.addEventListener('change', filter));
search.addEventListener('input', filter);
filter();
"""
