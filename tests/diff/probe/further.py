"""More edits outside of schemas, in the form of `probe.operations`: every object of OpenAPI and what its fields mean on the wire."""

# ruff: noqa: E501 - a row stands on one line, however long its schemas are

from __future__ import annotations

from typing import Any

from probe.operations import (
    BACK,
    BODY,
    COMMON,
    DONE,
    FORM,
    GONE,
    HOOK,
    JSON,
    LIST,
    LOOSE,
    LST,
    NEW,
    OK,
    ONE,
    ORDER,
    PAR,
    SCHEMA,
    SCHEMES,
    TEXT,
    TIGHT,
    query,
)

INT = {"type": "integer"}
FLAT = {"type": "object", "properties": {"a": TEXT, "b": TEXT}}
URLENCODED = "application/x-www-form-urlencoded"
PATHS = COMMON["paths"]
LINE = {"description": "Done.", "content": {JSON: {"schema": ORDER}}}
PROBLEM = {"description": "No.", "content": {JSON: {"schema": TIGHT}}}
WIDE_PROBLEM = {"description": "No.", "content": {JSON: {"schema": ORDER}}}
EMPTY = {"description": "Done."}


def header(name: str, schema: Any = TEXT, **words: Any) -> dict[str, Any]:
    return {"name": name, "in": "header", "schema": schema, **words}


def path(name: str, schema: Any = TEXT, **words: Any) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema, **words}


def get(*parameters: Any, **words: Any) -> dict[str, Any]:
    return {"get": {"parameters": [*parameters], "responses": {"200": EMPTY}, **words}}


def one_parameter(parameter: Any) -> dict[str, Any]:
    return {PAR: [parameter]}


def at_path(parameter: Any) -> dict[str, Any]:
    return {"paths /at/{x}": get(parameter)}


AT = "paths /at/{x} get parameters 0"
P0 = f"{PAR} 0"

PARAMETERS = [
    # name                                  base beside the common document          what the revision changes                           breaks?
    ("explode of a list in a path",         at_path(path("x", LIST)),                {f"{AT} explode": True},                            False),
    ("explode of an object in a path",      at_path(path("x", FLAT)),                {f"{AT} explode": True},                            True),
    ("matrix in a path",                    at_path(path("x")),                      {f"{AT} style": "matrix"},                          True),
    ("label in a path",                     at_path(path("x", LIST)),                {f"{AT} style": "label"},                           True),
    ("simple in a path said",               at_path(path("x", LIST)),                {f"{AT} style": "simple", f"{AT} explode": False},  False),
    ("explode of a matrix list",            at_path(path("x", LIST, style="matrix")), {f"{AT} explode": True},                           True),
    ("path parameter integer to text",      at_path(path("x", INT)),                 {f"{AT} schema": TEXT},                             False),
    ("path parameter text to integer",      at_path(path("x")),                      {f"{AT} schema": INT},                              True),
    ("path parameter to uuid",              at_path(path("x")),                      {f"{AT} schema format": "uuid"},                    True),
    ("explode of a list in a header",       one_parameter(header("X-L", LIST)),      {f"{P0} explode": True},                            False),
    ("explode of an object in a header",    one_parameter(header("X-L", FLAT)),      {f"{P0} explode": True},                            True),
    ("explode of an object in a query",     one_parameter(query("f", FLAT)),         {f"{P0} explode": False},                           True),
    ("spaces between list elements",        one_parameter(query("f", LIST, explode=False)), {f"{P0} style": "spaceDelimited"},           True),
    ("pipes to commas",                     one_parameter(query("f", LIST, style="pipeDelimited", explode=False)), {f"{P0} style": "form"}, True),
    ("list in a cookie joined",             one_parameter({"name": "c", "in": "cookie", "schema": LIST}), {f"{P0} explode": False},      True),
    ("number listed as text or as number",  one_parameter(query("f", {"type": "string", "enum": ["1", "2"]})), {f"{P0} schema": {"type": "integer", "enum": [1, 2]}}, False),
    ("boolean to text",                     one_parameter(query("f", {"type": "boolean"})), {f"{P0} schema": TEXT},                      False),
    ("boolean to its two words",            one_parameter(query("f", {"type": "boolean"})), {f"{P0} schema": {"enum": ["true", "false"]}}, False),
    ("two words to boolean",                one_parameter(query("f", {"type": "string", "enum": ["true", "false"]})), {f"{P0} schema": {"type": "boolean"}}, False),
    ("text to boolean",                     one_parameter(query("f")),               {f"{P0} schema": {"type": "boolean"}},              True),
    ("number to integer",                   one_parameter(query("f", {"type": "number"})), {f"{P0} schema": INT},                        True),
    ("integer to number",                   one_parameter(query("f", INT)),          {f"{P0} schema": {"type": "number"}},               False),
    ("integer to integer or text",          one_parameter(query("f", INT)),          {f"{P0} schema": {"oneOf": [INT, {"enum": ["all"]}]}}, False),
    ("elements integer to text",            one_parameter(query("f", {"type": "array", "items": INT})), {f"{P0} schema items": TEXT},    False),
    ("elements text to integer",            one_parameter(query("f", LIST)),         {f"{P0} schema items": INT},                        True),
    ("fewer elements",                      one_parameter(query("f", LIST)),         {f"{P0} schema": {**LIST, "maxItems": 5}},          True),
    ("list to one value",                   one_parameter(query("f", LIST)),         {f"{P0} schema": TEXT},                             True),
    ("value no longer empty",               one_parameter(query("f")),               {f"{P0} schema minLength": 1},                      True),
    ("member of an object parameter narrowed", one_parameter(query("f", FLAT, style="deepObject", explode=True)), {f"{P0} schema properties a": INT}, True),
    ("member of an object parameter added", one_parameter(query("f", FLAT, style="deepObject", explode=True)), {f"{P0} schema properties c": INT}, False),
    ("member of an object parameter required", one_parameter(query("f", FLAT, style="deepObject", explode=True)), {f"{P0} schema required": ["a"]}, True),
    ("parameter deprecated",                {},                                      {f"{P0} deprecated": True},                         False),
    ("parameter described",                 {},                                      {f"{P0} description": "Side.", f"{P0} example": "buy"}, False),
    ("parameter with examples",             {},                                      {f"{P0} examples": {"b": {"value": "buy"}}},        False),
    ("parameter required false said",       {},                                      {f"{P0} required": False},                          False),
    ("allowEmptyValue false said",          {},                                      {f"{P0} allowEmptyValue": False},                   False),
    ("allowEmptyValue let in",              {},                                      {f"{P0} allowEmptyValue": True},                    False),
    ("allowReserved false said",            {},                                      {f"{P0} allowReserved": False},                     False),
    ("header from a query",                 one_parameter(query("f")),               {f"{P0} in": "header"},                             True),
    ("query in another case, required",     one_parameter(query("f", required=True)), {f"{P0} name": "F"},                               True),
    ("optional header to required",         one_parameter(header("X-Q")),            {f"{P0} required": True},                           True),
    ("required Authorization header",       {},                                      {f"{PAR} +": header("authorization", required=True)}, False),
    ("required Content-Type header",        {},                                      {f"{PAR} +": header("Content-Type", required=True)}, False),
    ("parameter of a path overridden narrower", {"paths /orders parameters": [query("f")]}, {f"{PAR} +": query("f", {"type": "string", "maxLength": 2})}, True),
    ("parameter of a path overridden wider", {"paths /orders parameters": [query("f", INT)]}, {f"{PAR} +": query("f")},                 False),
    ("override taken away, path narrower",  {"paths /orders parameters": [query("f", INT)], f"{PAR} +": query("f")}, {f"{PAR} 4": GONE}, True),
    ("override taken away, path as it",     {"paths /orders parameters": [query("f")], f"{PAR} +": query("f")}, {f"{PAR} 4": GONE},      False),
    ("same name in two places",             {f"{PAR} +": header("side")},            {f"{PAR} 4 schema maxLength": 4},                   True),
    ("content parameter of another type",   one_parameter({"name": "f", "in": "query", "content": {JSON: {"schema": FLAT}}}), {f"{P0} content": {"application/xml": {"schema": FLAT}}}, True),
    ("content parameter made schema",       one_parameter({"name": "f", "in": "query", "content": {JSON: {"schema": FLAT}}}), {PAR: [query("f", FLAT)]}, True),
    ("parameters behind two references",    {**one_parameter({"$ref": "#/components/parameters/A"}), "components parameters": {"A": {"$ref": "#/components/parameters/B"}, "B": query("f")}}, {PAR: [query("f")]}, False),
    ("parameter component narrowed",        {**one_parameter({"$ref": "#/components/parameters/A"}), "components parameters": {"A": query("f")}}, {"components parameters A schema": INT}, True),
    ("parameter component nobody uses",     {"components parameters": {"A": query("f")}}, {"components parameters": {"A": query("f", INT, required=True)}}, False),
    ("whole query as one, narrowed",        {"openapi": "3.2.0", PAR: [{"name": "q", "in": "querystring", "content": {URLENCODED: {"schema": FLAT}}}]}, {f"{P0} content {URLENCODED} schema required": ["a"]}, True),
    ("default of a parameter dropped for the same", one_parameter(query("f", {"type": "integer", "default": 5})), {f"{P0} schema default": 5.0}, False),
]  # fmt: skip

PATH_EDITS = [
    ("trailing slash",                      {},                                      {"paths /orders/": PATHS["/orders"], "paths /orders": GONE}, True),
    ("path in another case",                {},                                      {"paths /Orders": PATHS["/orders"], "paths /orders": GONE}, True),
    ("method exchanged",                    {},                                      {f"{ONE.removesuffix('get')}head": PATHS["/orders/{id}"]["get"], ONE: GONE}, True),
    ("method added",                        {},                                      {"paths /orders/{id} delete": {"responses": {"204": EMPTY}}}, False),
    ("method taken away",                   {"paths /orders/{id} options": {"responses": {"204": EMPTY}}}, {"paths /orders/{id} options": GONE}, True),
    ("path with a fixed name added",        {},                                      {"paths /orders/last": get()},                      False),
    ("two parameters renamed",              {"paths /a/{x}/b/{y}": get(path("x"), path("y", INT))}, {"paths /a/{x}/b/{y}": GONE, "paths /a/{p}/b/{q}": get(path("p"), path("q", INT))}, False),
    ("two parameters exchanged",            {"paths /a/{x}/b/{y}": get(path("x"), path("y", INT))}, {"paths /a/{x}/b/{y}": GONE, "paths /a/{y}/b/{x}": get(path("x"), path("y", INT))}, True),
    ("parameter within a segment",          {"paths /a/{x}.json": get(path("x"))},   {"paths /a/{x}.json": GONE, "paths /a/{y}.json": get(path("y"))}, False),
    ("ending of a segment changed",         {"paths /a/{x}.json": get(path("x"))},   {"paths /a/{x}.json": GONE, "paths /a/{x}.xml": get(path("x"))}, True),
    ("parameter renamed and narrowed",      {"paths /a/{x}": get(path("x"))},        {"paths /a/{x}": GONE, "paths /a/{y}": get(path("y", INT))}, True),
    ("path item behind a reference",        {},                                      {"paths /orders/{id}": {"$ref": "#/components/pathItems/One"}, "components pathItems": {"One": PATHS["/orders/{id}"]}}, False),
    ("path item behind a reference, narrowed", {"paths /at/{x}": {"$ref": "#/components/pathItems/At"}, "components pathItems": {"At": get(path("x"))}}, {"components pathItems At get parameters 0 schema": INT}, True),
    ("operation with another id",           {},                                      {f"{LST} operationId": "orders"},                   False),
    ("path described",                      {},                                      {"paths /orders summary": "Orders.", "paths /orders description": "All."}, False),
    ("paths in another order",              {},                                      {"paths": dict(reversed(PATHS.items()))},           False),
    ("word of one's own among paths",       {},                                      {"paths x-internal": {"get": {}}},                  False),
    ("query method of 3.2 taken away",      {"openapi": "3.2.0", "paths /orders query": {"responses": {"200": EMPTY}}}, {"paths /orders query": GONE}, True),
    ("method of one's own taken away",      {"openapi": "3.2.0", "paths /orders additionalOperations": {"COPY": {"responses": {"200": EMPTY}}}}, {"paths /orders additionalOperations": GONE}, True),
    ("method of one's own narrowed",        {"openapi": "3.2.0", "paths /orders additionalOperations": {"COPY": get(query("f"))["get"]}}, {"paths /orders additionalOperations COPY parameters 0 required": True}, True),
    ("newer version of the format",         {},                                      {"openapi": "3.2.0"},                               False),
    ("patch version of the format",         {},                                      {"openapi": "3.1.1"},                               False),
    ("title and contact",                   {},                                      {"info title": "Exchange", "info contact": {"name": "Us"}, "tags": [{"name": "Orders"}]}, False),
]  # fmt: skip

BODIES = [
    ("any media type",                      {},                                      {f"{BODY} content": {"*/*": {"schema": ORDER}}},    False),
    ("any media type narrowed",             {f"{BODY} content": {"*/*": {"schema": ORDER}}}, {f"{BODY} content": {JSON: {"schema": ORDER}}}, True),
    ("range of one kind for all",           {f"{BODY} content": {"*/*": {}}},        {f"{BODY} content": {"text/*": {}}},                True),
    ("one of a range taken out, narrower",  {f"{BODY} content": {"application/*": {"schema": ORDER}}}, {f"{BODY} content {JSON}": {"schema": TIGHT}}, True),
    ("one of a range taken out, the same",  {f"{BODY} content": {"application/*": {"schema": ORDER}}}, {f"{BODY} content {JSON}": {"schema": ORDER}}, False),
    ("vendor JSON for JSON",                {},                                      {f"{BODY} content": {"application/vnd.x+json": {"schema": ORDER}}}, True),
    ("vendor JSON beside JSON",             {},                                      {f"{BODY} content application/vnd.x+json": {"schema": TIGHT}}, False),
    ("media type in another case",          {},                                      {f"{BODY} content": {"Application/JSON": {"schema": ORDER}}}, False),
    ("version parameter of a media type",   {f"{BODY} content": {"application/vnd.x+json;version=1": {"schema": ORDER}}}, {f"{BODY} content": {"application/vnd.x+json;version=2": {"schema": ORDER}}}, True),
    ("blank in a media type",               {f"{BODY} content": {"text/plain;charset=utf-8": {"schema": TEXT}}}, {f"{BODY} content": {"text/plain; charset=UTF-8": {"schema": TEXT}}}, False),
    ("body required false said",            {f"{BODY} required": GONE},              {f"{BODY} required": False},                        False),
    ("optional body added",                 {BODY: GONE},                            {BODY: {"content": {JSON: {"schema": ORDER}}}},     False),
    ("body described",                      {},                                      {f"{BODY} description": "An order.", f"{BODY} content {JSON} example": {"id": "a"}}, False),
    ("body of a component narrowed",        {BODY: {"$ref": "#/components/requestBodies/N"}, "components requestBodies": {"N": {"required": True, "content": {JSON: {"schema": ORDER}}}}}, {f"components requestBodies N {SCHEMA}": TIGHT}, True),
    ("body of a component required",        {BODY: {"$ref": "#/components/requestBodies/N"}, "components requestBodies": {"N": {"content": {JSON: {"schema": ORDER}}}}}, {"components requestBodies N required": True}, True),
    ("body without schema narrowed",        {f"{BODY} content {JSON}": {}},          {f"{BODY} {SCHEMA}": ORDER},                        True),
    ("body without schema any more",        {},                                      {f"{BODY} content {JSON}": {}},                     False),
    ("part of a form required",             {f"{BODY} content": {FORM: {"schema": FLAT}}}, {f"{BODY} content {FORM} schema required": ["a"]}, True),
    ("part of a form added",                {f"{BODY} content": {FORM: {"schema": FLAT}}}, {f"{BODY} content {FORM} schema properties c": TEXT}, False),
    ("content type of a text part said",    {f"{BODY} content": {FORM: {"schema": FLAT}}}, {f"{BODY} content {FORM} encoding": {"a": {"contentType": "text/plain"}}}, False),
    ("content type of an object part said", {f"{BODY} content": {FORM: {"schema": {"type": "object", "properties": {"o": FLAT}}}}}, {f"{BODY} content {FORM} encoding": {"o": {"contentType": JSON}}}, False),
    ("content type of an object part changed", {f"{BODY} content": {FORM: {"schema": {"type": "object", "properties": {"o": FLAT}}}}}, {f"{BODY} content {FORM} encoding": {"o": {"contentType": "application/xml"}}}, True),
    ("content type of a part any of a kind", {f"{BODY} content": {FORM: {"schema": FLAT, "encoding": {"a": {"contentType": "image/png"}}}}}, {f"{BODY} content {FORM} encoding a contentType": "image/*"}, False),
    ("content type of a part one of a kind", {f"{BODY} content": {FORM: {"schema": FLAT, "encoding": {"a": {"contentType": "image/*"}}}}}, {f"{BODY} content {FORM} encoding a contentType": "image/png"}, True),
    ("encoding of no part",                 {f"{BODY} content": {FORM: {"schema": FLAT}}}, {f"{BODY} content {FORM} encoding": {"zz": {"contentType": "image/png"}}}, False),
    ("header of a part required",           {f"{BODY} content": {FORM: {"schema": FLAT}}}, {f"{BODY} content {FORM} encoding": {"a": {"headers": {"X-A": {"required": True, "schema": TEXT}}}}}, True),
    ("header of a part optional",           {f"{BODY} content": {FORM: {"schema": FLAT}}}, {f"{BODY} content {FORM} encoding": {"a": {"headers": {"X-A": {"schema": TEXT}}}}}, False),
    ("list in a form joined",               {f"{BODY} content": {URLENCODED: {"schema": {"type": "object", "properties": {"l": LIST}}}}}, {f"{BODY} content {URLENCODED} encoding": {"l": {"explode": False}}}, True),
    ("list in a form as it was",            {f"{BODY} content": {URLENCODED: {"schema": {"type": "object", "properties": {"l": LIST}}}}}, {f"{BODY} content {URLENCODED} encoding": {"l": {"explode": True, "style": "form"}}}, False),
    ("object in a form deeply",             {f"{BODY} content": {URLENCODED: {"schema": {"type": "object", "properties": {"o": FLAT}}}}}, {f"{BODY} content {URLENCODED} encoding": {"o": {"style": "deepObject"}}}, True),
    ("form as JSON",                        {f"{BODY} content": {URLENCODED: {"schema": FLAT}}}, {f"{BODY} content": {JSON: {"schema": FLAT}}}, True),
    ("form member integer to text",         {f"{BODY} content": {URLENCODED: {"schema": {"type": "object", "properties": {"n": INT}}}}}, {f"{BODY} content {URLENCODED} schema properties n": TEXT}, False),
    ("body of a GET",                       {},                                      {f"{LST} requestBody": {"content": {JSON: {"schema": ORDER}}}}, False),
    ("stream of elements narrowed",         {"openapi": "3.2.0", f"{BODY} content": {"application/jsonl": {"itemSchema": ORDER}}}, {f"{BODY} content application/jsonl itemSchema": TIGHT}, True),
]  # fmt: skip

R = f"{LST} responses"
RESPONSES = [
    ("any media type answered",             {},                                      {f"{DONE} content": {"*/*": {"schema": ORDER}}},    True),
    ("any media type no longer answered",   {f"{DONE} content": {"*/*": {"schema": ORDER}}}, {f"{DONE} content": {JSON: {"schema": ORDER}}}, False),
    ("problem instead of JSON",             {},                                      {f"{DONE} content": {"application/problem+json": {"schema": ORDER}}}, True),
    ("answer with charset",                 {},                                      {f"{DONE} content": {f"{JSON};charset=utf-8": {"schema": ORDER}}}, False),
    ("answer in capitals",                  {},                                      {f"{DONE} content": {"APPLICATION/JSON": {"schema": ORDER}}}, False),
    ("one of two media types no longer answered", {f"{DONE} content text/csv": {"schema": TEXT}}, {f"{DONE} content text/csv": GONE},    True),
    ("answer without a body",               {},                                      {f"{DONE} content": GONE},                           True),
    ("answer with a body",                  {f"{DONE} content": GONE},               {f"{DONE} content": {JSON: {"schema": ORDER}}},     False),
    ("body no longer described",            {},                                      {f"{DONE} content {JSON}": {}},                     True),
    ("body described at last",              {f"{DONE} content {JSON}": {}},          {f"{DONE} {SCHEMA}": ORDER},                        False),
    ("200 to 204",                          {},                                      {DONE: GONE, f"{NEW} responses 204": EMPTY},        True),
    ("200 out of 2XX",                      {DONE: GONE, f"{NEW} responses 2XX": LINE}, {f"{NEW} responses 2XX": GONE, DONE: LINE},      False),
    ("200 out of 2XX, widened",             {DONE: GONE, f"{NEW} responses 2XX": LINE}, {DONE: {"description": "Done.", "content": {JSON: {"schema": LOOSE}}}}, True),
    ("200 out of default",                  {DONE: GONE, f"{NEW} responses default": LINE}, {f"{NEW} responses default": GONE, DONE: LINE}, False),
    ("200 out of default, widened",         {DONE: GONE, f"{NEW} responses default": LINE}, {DONE: {"description": "Done.", "content": {JSON: {"schema": LOOSE}}}}, True),
    ("error out of default, the same",      {f"{R} default": WIDE_PROBLEM},          {f"{R} 409": WIDE_PROBLEM},                         False),
    ("error out of default, narrower",      {f"{R} default": WIDE_PROBLEM},          {f"{R} 409": PROBLEM},                              False),
    ("error out of default, wider",         {f"{R} default": PROBLEM},               {f"{R} 409": WIDE_PROBLEM},                         True),
    ("error out of 4XX, the same",          {f"{R} 4XX": PROBLEM},                   {f"{R} 409": PROBLEM},                              False),
    ("error out of 4XX, wider",             {f"{R} 4XX": PROBLEM},                   {f"{R} 409": WIDE_PROBLEM},                         True),
    ("error falls back to a wider default", {f"{R} 409": PROBLEM, f"{R} default": WIDE_PROBLEM}, {f"{R} 409": GONE},                     True),
    ("error falls back to the same default", {f"{R} 409": PROBLEM, f"{R} default": PROBLEM}, {f"{R} 409": GONE},                         False),
    ("default no longer told",              {f"{R} default": PROBLEM},               {f"{R} default": GONE},                             False),
    ("default told",                        {},                                      {f"{R} default": PROBLEM},                          False),
    ("5XX told",                            {},                                      {f"{R} 5XX": PROBLEM},                              False),
    ("error body widened",                  {f"{R} 409": PROBLEM},                   {f"{R} 409": WIDE_PROBLEM},                         True),
    ("error body narrowed",                 {f"{R} 409": WIDE_PROBLEM},              {f"{R} 409": PROBLEM},                              False),
    ("default widened",                     {f"{R} default": PROBLEM},               {f"{R} default": WIDE_PROBLEM},                     True),
    ("range in small letters",              {f"{R} 4XX": PROBLEM},                   {f"{R} 4XX": GONE, f"{R} 4xx": PROBLEM},            False),
    ("optional header taken away",          {},                                      {f"{OK} headers X-Hint": GONE},                     False),
    ("list in a header exploded",           {f"{OK} headers X-L": {"required": True, "schema": LIST}}, {f"{OK} headers X-L explode": True}, False),
    ("object in a header exploded",         {f"{OK} headers X-L": {"required": True, "schema": FLAT}}, {f"{OK} headers X-L explode": True}, True),
    ("header integer to text",              {},                                      {f"{OK} headers X-Total schema": TEXT},             True),
    ("header text to integer",              {},                                      {f"{OK} headers X-Hint schema": INT},               False),
    ("header behind a reference",           {},                                      {f"{OK} headers X-Hint": {"$ref": "#/components/headers/H"}, "components headers": {"H": {"schema": TEXT}}}, False),
    ("header of a component widened",       {f"{OK} headers X-H": {"$ref": "#/components/headers/H"}, "components headers": {"H": {"required": True, "schema": INT}}}, {"components headers H schema": TEXT}, True),
    ("header deprecated",                   {},                                      {f"{OK} headers X-Total deprecated": True},         False),
    ("Content-Type as a header",            {},                                      {f"{OK} headers Content-Type": {"required": True, "schema": INT}}, False),
    ("Content-Type as a header no more",    {f"{OK} headers Content-Type": {"required": True, "schema": TEXT}}, {f"{OK} headers Content-Type": GONE}, False),
    ("header with content widened",         {f"{OK} headers X-J": {"required": True, "content": {JSON: {"schema": TIGHT}}}}, {f"{OK} headers X-J content {JSON} schema": ORDER}, True),
    ("header of an error required no more", {f"{R} 404 headers": {"Retry-After": {"required": True, "schema": INT}}}, {f"{R} 404 headers Retry-After required": False}, True),
    ("header required and gone with 2XX",   {f"{OK} headers X-Hint required": True}, {f"{R} 2XX": {**PATHS["/orders"]["get"]["responses"]["200"]}, OK: GONE}, True),
    ("link described",                      {},                                      {f"{OK} links first description": "The first."},    False),
    ("response component nobody uses",      {"components responses": {"A": LINE}},   {"components responses": {"A": EMPTY}},             False),
    ("response component widened",          {DONE: {"$ref": "#/components/responses/A"}, "components responses": {"A": LINE}}, {f"components responses A {SCHEMA}": LOOSE}, True),
    ("media types of one answer swapped",   {f"{DONE} content": {JSON: {"schema": ORDER}, "text/csv": {"schema": TEXT}}}, {f"{DONE} content": {"text/csv": {"schema": TEXT}, JSON: {"schema": ORDER}}}, False),
    ("elements of a stream widened",        {"openapi": "3.2.0", f"{DONE} content": {"text/event-stream": {"itemSchema": TIGHT}}}, {f"{DONE} content text/event-stream itemSchema": ORDER}, True),
]  # fmt: skip

ENUMERATED = {"url": "https://{at}.example.com", "variables": {"at": {"default": "us", "enum": ["us", "eu"]}}}
PORT = {
    "url": "https://a.example.com:{port}/{base}",
    "variables": {"port": {"default": "443", "enum": ["443", "8443"]}, "base": {"default": "v1"}},
}
SERVERS = [
    ("no servers and the root",             {"servers": GONE},                       {"servers": [{"url": "/"}]},                        False),
    ("value of a variable added",           {"servers": [ENUMERATED]},               {"servers 0 variables at enum": ["us", "eu", "ap"]}, False),
    ("default of a variable changed",       {"servers": [ENUMERATED]},               {"servers 0 variables at default": "eu"},           False),
    ("variable spelled out",                {"servers": [ENUMERATED]},               {"servers": [{"url": "https://us.example.com"}, {"url": "https://eu.example.com"}]}, False),
    ("variable spelled out, one lost",      {"servers": [ENUMERATED]},               {"servers": [{"url": "https://us.example.com"}]},   True),
    ("variable renamed",                    {"servers": [ENUMERATED]},               {"servers": [{"url": "https://{zone}.example.com", "variables": {"zone": ENUMERATED["variables"]["at"]}}]}, False),
    ("port lost",                           {"servers": [PORT]},                     {"servers 0 variables port enum": ["443"]},         True),
    ("scheme of the address",               {},                                      {"servers 0 url": "http://api.example.com/v1"},     True),
    ("host in another case",                {},                                      {"servers 0 url": "https://API.example.com/v1"},    False),
    ("usual port said",                     {},                                      {"servers 0 url": "https://api.example.com:443/v1"}, False),
    ("servers in another order",            {"servers +": {"url": "https://eu.example.com"}}, {"servers": [{"url": "https://eu.example.com"}, {"url": "https://api.example.com/v1"}]}, False),
    ("server listed twice",                 {},                                      {"servers +": {"url": "https://api.example.com/v1"}}, False),
    ("server of one operation",             {},                                      {f"{LST} servers": [{"url": "https://list.example.com"}]}, True),
    ("server of one operation no more",     {f"{LST} servers": [{"url": "https://list.example.com"}]}, {f"{LST} servers": GONE},         True),
    ("one more server of one operation",    {},                                      {f"{LST} servers": [{"url": "https://list.example.com"}, {"url": "https://api.example.com/v1"}]}, False),
    ("servers nobody falls back to",        {"paths": {name: {**item, "servers": [{"url": "https://x.example.com"}]} for name, item in PATHS.items()}}, {"servers 0 url": "https://y.example.com"}, False),
    ("relative server spelled with a slash", {"servers": [{"url": "/v1"}]},          {"servers": [{"url": "/v1/"}]},                     False),
    ("relative server changed",             {"servers": [{"url": "/v1"}]},           {"servers": [{"url": "/v2"}]},                      True),
    ("name of a server",                    {"openapi": "3.2.0"},                    {"servers 0 name": "production"},                   False),
]  # fmt: skip

BEARER = {"type": "http", "scheme": "bearer"}
SIGNED_IN = {"type": "openIdConnect", "openIdConnectUrl": "https://id.example.com/a"}
OAUTH = f"{SCHEMES} oauth flows"
SECURITY = [
    ("format of a token told",              {f"{SCHEMES} key": BEARER},              {f"{SCHEMES} key bearerFormat": "JWT"},             False),
    ("scheme of HTTP in another case",      {f"{SCHEMES} key": BEARER},              {f"{SCHEMES} key scheme": "Bearer"},                False),
    ("basic to bearer",                     {f"{SCHEMES} key": {"type": "http", "scheme": "basic"}}, {f"{SCHEMES} key scheme": "bearer"}, True),
    ("key from header to query",            {},                                      {f"{SCHEMES} key in": "query"},                     True),
    ("key in a query in another case",      {f"{SCHEMES} key in": "query"},          {f"{SCHEMES} key name": "x-key"},                   True),
    ("key in a cookie in another case",     {f"{SCHEMES} key in": "cookie"},         {f"{SCHEMES} key name": "x-key"},                   True),
    ("another OpenID address",              {f"{SCHEMES} key": SIGNED_IN},           {f"{SCHEMES} key openIdConnectUrl": "https://id.example.com/b"}, True),
    ("key to client certificate",           {},                                      {f"{SCHEMES} key": {"type": "mutualTLS"}},          True),
    ("scope described",                     {},                                      {f"{OAUTH} clientCredentials scopes trade": "Trading."}, False),
    ("scope that nobody needs added",       {},                                      {f"{OAUTH} clientCredentials scopes admin": "All."}, False),
    ("scope that nobody needs dropped",     {},                                      {f"{OAUTH} clientCredentials scopes read": GONE},   False),
    ("scope renamed",                       {},                                      {f"{OAUTH} clientCredentials scopes": {"read": "", "deal": ""}, f"{NEW} security": [{"oauth": ["deal"]}]}, True),
    ("scopes in another order",             {f"{NEW} security": [{"oauth": ["trade", "read"]}]}, {f"{NEW} security": [{"oauth": ["read", "trade"]}]}, False),
    ("alternatives in another order",       {},                                      {f"{NEW} security": [{"key": []}, {"oauth": ["trade"]}]}, False),
    ("nothing asked for, two spellings",    {f"{LST} security": []},                 {f"{LST} security": [{}]},                          False),
    ("alternative within another dropped",  {f"{NEW} security": [{"key": []}, {"key": [], "basic": []}]}, {f"{NEW} security": [{"key": []}]}, False),
    ("one of both no longer asked for",     {f"{NEW} security": [{"key": [], "basic": []}]}, {f"{NEW} security": [{"key": []}]},         False),
    ("either where both were",              {f"{NEW} security": [{"key": [], "basic": []}]}, {f"{NEW} security": [{"key": []}, {"basic": []}]}, False),
    ("both where either was",               {f"{NEW} security": [{"key": []}, {"basic": []}]}, {f"{NEW} security": [{"key": [], "basic": []}]}, True),
    ("more scopes in one alternative",      {f"{NEW} security": [{"oauth": ["trade"]}, {"oauth": ["read"]}]}, {f"{NEW} security": [{"oauth": ["trade", "read"]}]}, True),
    ("security of the document overridden", {},                                      {"security": [{"basic": []}], f"{ONE} security": [], "paths /orders get security": [{"key": []}]}, False),
    ("security of the document inherited",  {"security": [{"key": []}]},             {f"{ONE} security": [{"key": []}]},                 False),
    ("override dropped, document stricter", {"security": [{"key": [], "basic": []}]}, {f"{LST} security": GONE},                         True),
    ("override dropped, document opener",   {"security": [{}]},                      {f"{LST} security": GONE},                          False),
    ("token address with the same meaning", {},                                      {f"{OAUTH} clientCredentials tokenUrl": "https://api.example.com:443/token"}, False),
    ("refresh address added",               {},                                      {f"{OAUTH} clientCredentials refreshUrl": "https://api.example.com/refresh"}, False),
    ("one of two flows removed",            {f"{OAUTH} password": {"tokenUrl": "https://api.example.com/token", "scopes": {"trade": ""}}}, {f"{OAUTH} password": GONE}, True),
    ("flow without the scope removed",      {f"{NEW} security": [{"oauth": ["trade"]}], f"{OAUTH} password": {"tokenUrl": "https://api.example.com/token", "scopes": {"read": ""}}}, {f"{OAUTH} password": GONE}, False),
    ("address of authorization changed",    {f"{OAUTH}": {"implicit": {"authorizationUrl": "https://a.example.com", "scopes": {"trade": ""}}}}, {f"{OAUTH} implicit authorizationUrl": "https://b.example.com"}, True),
    ("scheme behind a reference",           {},                                      {f"{SCHEMES} key": {"$ref": "#/components/securitySchemes/other"}, f"{SCHEMES} other": {"type": "apiKey", "in": "header", "name": "X-Key"}}, False),
    ("names of two schemes exchanged",      {f"{LST} security": [{"key": []}, {"basic": []}], f"{NEW} security": []}, {f"{SCHEMES} key": COMMON["components"]["securitySchemes"]["basic"], f"{SCHEMES} basic": COMMON["components"]["securitySchemes"]["key"]}, False),
    ("scheme deprecated",                   {"openapi": "3.2.0"},                    {f"{SCHEMES} key deprecated": True},                False),
    ("security of a webhook",               {},                                      {f"{HOOK} security": [{"key": []}]},                False),
]  # fmt: skip

BACKS = f"{NEW} callbacks filled"
URL = "{$request.body#/note}"
CALLS = [
    ("callback to another address",         {},                                      {f"{BACKS}": {URL: PATHS["/orders"]["post"]["callbacks"]["filled"]["{$request.body#/id}"]}}, True),
    ("callback by another method",          {},                                      {f"{BACKS} {{$request.body#/id}} put": PATHS["/orders"]["post"]["callbacks"]["filled"]["{$request.body#/id}"]["post"], BACK: GONE}, True),
    ("callback behind a reference",         {},                                      {BACKS: {"$ref": "#/components/callbacks/C"}, "components callbacks": {"C": PATHS["/orders"]["post"]["callbacks"]["filled"]}}, False),
    ("callback of a component widened",     {BACKS: {"$ref": "#/components/callbacks/C"}, "components callbacks": {"C": {URL: {"post": {"requestBody": {"required": True, "content": {JSON: {"schema": TIGHT}}}, "responses": {"200": EMPTY}}}}}}, {f"components callbacks C {URL} post requestBody {SCHEMA}": ORDER}, True),
    ("callback body of another media type", {},                                      {f"{BACK} requestBody content": {"application/xml": {"schema": ORDER}}}, True),
    ("callback described",                  {},                                      {f"{BACK} summary": "Filled.", f"{BACK} description": "Filled."}, False),
    ("callback header no longer sent",      {f"{BACK} parameters": [header("X-Sign", required=True)]}, {f"{BACK} parameters": []},       True),
    ("callback header sent at times",       {f"{BACK} parameters": [header("X-Sign", required=True)]}, {f"{BACK} parameters 0 required": False}, True),
    ("callback header sent always",         {f"{BACK} parameters": [header("X-Sign")]}, {f"{BACK} parameters 0 required": True},         False),
    ("callback header widened",             {f"{BACK} parameters": [header("X-Sign", INT, required=True)]}, {f"{BACK} parameters 0 schema": TEXT}, True),
    ("callback header narrowed",            {f"{BACK} parameters": [header("X-Sign", required=True)]}, {f"{BACK} parameters 0 schema": INT}, False),
    ("webhook renamed",                     {},                                      {"webhooks filled": COMMON["webhooks"]["traded"], "webhooks traded": GONE}, True),
    ("webhook by another method",           {},                                      {"webhooks traded put": COMMON["webhooks"]["traded"]["post"], HOOK: GONE}, True),
    ("webhook behind a reference",          {},                                      {"webhooks traded": {"$ref": "#/components/pathItems/T"}, "components pathItems": {"T": COMMON["webhooks"]["traded"]}}, False),
    ("webhook in one media type more",      {},                                      {f"{HOOK} requestBody content application/xml": {"schema": ORDER}}, True),
    ("webhook in one media type less",      {f"{HOOK} requestBody content application/xml": {"schema": ORDER}}, {f"{HOOK} requestBody content application/xml": GONE}, False),
    ("webhook without a body",              {},                                      {f"{HOOK} requestBody": GONE},                      True),
    ("webhook with a body",                 {f"{HOOK} requestBody": GONE},           {f"{HOOK} requestBody": {"required": True, "content": {JSON: {"schema": ORDER}}}}, False),
    ("webhook with one value more",         {f"{HOOK} requestBody {SCHEMA}": {"type": "object", "required": ["k"], "properties": {"k": {"enum": ["a"]}}}}, {f"{HOOK} requestBody {SCHEMA} properties k enum": ["a", "b"]}, True),
    ("webhook asks for one member more of the answer", {},                           {f"{HOOK} responses 200 {SCHEMA} required": ["id", "note"]}, True),
    ("webhook with one optional member more", {},                                    {f"{HOOK} requestBody {SCHEMA} properties extra": INT}, False),
    ("webhook takes any success",           {},                                      {f"{HOOK} responses": {"2XX": COMMON["webhooks"]["traded"]["post"]["responses"]["200"]}}, False),
    ("webhook takes one success of a range", {f"{HOOK} responses": {"2XX": EMPTY}},  {f"{HOOK} responses": {"200": EMPTY}},              True),
    ("webhook with a new header asked of the answer", {},                            {f"{HOOK} responses 200 headers": {"X-Ack": {"required": True, "schema": TEXT}}}, True),
]  # fmt: skip

XML = {
    "application/xml": {
        "schema": {
            "type": "object",
            "xml": {"name": "a"},
            "properties": {"p": {"type": "string", "xml": {"attribute": True}}, "l": {"type": "array", "items": TEXT}},
        }
    }
}
BYTES = {"type": "string", "format": "binary"}
OTHERS = [
    ("name of an XML element", {f"{BODY} content": XML}, {f"{BODY} content application/xml schema xml name": "b"}, True),
    ("XML attribute to element", {f"{BODY} content": XML}, {f"{BODY} content application/xml schema properties p xml": GONE}, True),
    ("XML list in an element of its own", {f"{DONE} content": XML}, {f"{DONE} content application/xml schema properties l xml": {"wrapped": True}}, True),
    ("name of an XML element answered", {f"{DONE} content": XML}, {f"{DONE} content application/xml schema properties l xml": {"name": "z"}}, True),
    ("name of an XML element in JSON", {}, {f"{BODY} {SCHEMA} xml": {"name": "b"}}, False),
    ("XML list said as it is", {f"{BODY} content": XML}, {f"{BODY} content application/xml schema properties l xml": {"wrapped": False}}, False),
    ("200 falls back to a wider 2XX", {f"{R} 2XX": {"description": "d", "content": {JSON: {"schema": LOOSE}}}, f"{R} 200": {"description": "d", "content": {JSON: {"schema": ORDER}}}}, {f"{R} 200": GONE}, True),
    ("200 falls back to a wider default", {f"{R} default": {"description": "d", "content": {JSON: {"schema": LOOSE}}}, f"{R} 200": {"description": "d", "content": {JSON: {"schema": ORDER}}}}, {f"{R} 200": GONE}, True),
    ("JSON falls back to a narrower any", {f"{BODY} content": {JSON: {"schema": ORDER}, "*/*": {"schema": TIGHT}}}, {f"{BODY} content {JSON}": GONE}, True),
    ("JSON falls back to the same any", {f"{BODY} content": {JSON: {"schema": ORDER}, "*/*": {"schema": ORDER}}}, {f"{BODY} content {JSON}": GONE}, False),
    ("answer in JSON falls back to a wider any", {f"{DONE} content": {JSON: {"schema": TIGHT}, "*/*": {"schema": ORDER}}}, {f"{DONE} content {JSON}": GONE}, True),
    ("empty list of servers and the root", {"servers": []}, {"servers": [{"url": "/"}]}, False),
    ("header to cookie",one_parameter(header("c")), {f"{P0} in": "cookie"}, True),
    ("optional parameter with a default added", {}, {f"{PAR} +":query("z", {"type": "integer", "default":3})}, False),
    ("two paths of one shape", {"paths /z/{a}":get(path("a")), "paths /z/{b}":get(path("b", INT))}, {"info title": "x", f"{LST} tags": ["a"]}, False),
    ("empty list of parameters", {f"{ONE} parameters": []}, {f"{ONE} parameters": GONE}, False),
    ("server of a path no more", {"paths /orders servers": [{"url": "https://o.example.com"}]}, {"paths /orders servers": GONE}, True),
    ("OAuth to OpenID", {}, {f"{SCHEMES} oauth": {"type": "openIdConnect", "openIdConnectUrl": "https://i.example.com"}, f"{NEW} security": [{"oauth": ["trade"]}]}, True),
    ("security of the document emptied", {"security": [{"key": []}], f"{LST} security": GONE}, {"security": []}, False),
    ("security of the document optional", {"security": [{"key": []}]}, {"security": [{"key": []}, {}]}, False),
    ("security of the document no longer optional", {"security": [{"key": []}, {}]}, {"security": [{"key": []}]}, True),
    ("OAuth renamed, tokens from elsewhere", {}, {f"{SCHEMES} o2": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://other.example.com/t", "scopes": {"trade": ""}}}}, f"{SCHEMES} oauth": GONE, f"{NEW} security": [{"o2": ["trade"]}]}, True),
    ("OAuth renamed", {}, {f"{SCHEMES} o2": COMMON["components"]["securitySchemes"]["oauth"], f"{SCHEMES} oauth": GONE, f"{NEW} security": [{"o2": ["trade"]}, {"key": []}]}, False),
    ("unknown scheme asked for", {}, {f"{LST} security": [{"nokey": []}]}, True),
    ("media type of a component narrowed", {"openapi": "3.2.0", f"{BODY} content {JSON}": {"$ref": "#/components/mediaTypes/M"}, "components mediaTypes": {"M": {"schema": ORDER}}}, {"components mediaTypes M schema": TIGHT}, True),
    ("address of the document", {"openapi": "3.2.0"}, {"$self": "https://example.com/api"}, False),
    ("flow for devices added", {"openapi": "3.2.0"}, {f"{OAUTH} deviceAuthorization": {"deviceAuthorizationUrl": "https://a", "tokenUrl": "https://b", "scopes": {"trade": ""}}}, False),
    ("whole query as one added", {"openapi": "3.2.0"}, {f"{ONE} parameters +": {"name": "q", "in": "querystring", "content": {URLENCODED: {"schema": FLAT}}}}, False),
    ("header of a webhook's path sent at times", {"webhooks traded parameters": [header("X-A",required=True)]}, {"webhooks traded parameters": [header("X-A")]}, True),
    ("query of a webhook widened", {f"{HOOK} parameters": [query("q", INT,required=True)]}, {f"{HOOK} parameters 0 schema": TEXT}, True),
    ("query of a webhook narrowed", {f"{HOOK} parameters": [query("q", TEXT,required=True)]}, {f"{HOOK} parameters 0 schema": INT}, False),
    ("callback to one more address", {}, {f"{NEW} callbacks filled {URL}": COMMON["webhooks"]["traded"]}, False),
    ("callback to another path", {f"{NEW} callbacks": {"f": {"{$request.body#/id}/events": COMMON["webhooks"]["traded"]}}}, {f"{NEW} callbacks": {"f": {"{$request.body#/id}/event": COMMON["webhooks"]["traded"]}}}, True),
    ("header of a HEAD answer added", {"paths /orders head": {"responses": {"200": EMPTY}}}, {"paths /orders head responses 200 headers": {"X": {"schema": TEXT}}}, False),
    ("body described again", {}, {f"{BODY} description": "x"}, False),
    ("webhook without an optional member", {f"{HOOK} requestBody {SCHEMA}": {"type": "object", "required": ["id"], "properties": {"id": TEXT, "n": TEXT}}}, {f"{HOOK} requestBody {SCHEMA}": {"type": "object", "required": ["id"], "properties": {"id": TEXT}}}, False),
    ("webhook without a required member", {f"{HOOK} requestBody {SCHEMA}": {"type": "object", "required": ["id", "n"], "properties": {"id": TEXT, "n": TEXT}}}, {f"{HOOK} requestBody {SCHEMA}": {"type": "object", "required": ["id"], "properties": {"id": TEXT}}}, True),
    ("fewer files in a form", {f"{BODY} content": {FORM: {"schema": {"type": "object", "properties": {"fs": {"type": "array", "items": BYTES}}}}}}, {f"{BODY} content {FORM} schema properties fs maxItems":3}, True),
    ("plain text shortened", {f"{BODY} content": {"text/plain": {"schema": TEXT}}}, {f"{BODY} content text/plain schema maxLength":3}, True),
    ("bytes by format or by nothing", {f"{BODY} content": {"application/octet-stream": {"schema": BYTES}}}, {f"{BODY} content application/octet-stream": {}}, False),
    ("bytes by nothing or by format", {f"{BODY} content": {"application/octet-stream": {}}}, {f"{BODY} content application/octet-stream": {"schema": BYTES}}, False),
    ("answered bytes by format or by nothing", {f"{DONE} content": {"application/octet-stream": {"schema": BYTES}}}, {f"{DONE} content application/octet-stream": {}}, False),
    ("image by format or by nothing", {f"{DONE} content": {"image/png": {"schema": BYTES}}}, {f"{DONE} content": {"image/png": {}}}, False),
    ("file of a form by format or by media type", {f"{BODY} content": {FORM: {"schema": {"type": "object", "properties": {"f": BYTES}}}}}, {f"{BODY} content {FORM} schema properties f": {"contentMediaType": "application/octet-stream"}}, False),
    ("file of a form by format or by nothing", {f"{BODY} content": {FORM: {"schema": {"type": "object", "properties": {"f": BYTES}}}}}, {f"{BODY} content {FORM} schema properties f": {}}, False),
]  # fmt: skip

EDITS = [*PARAMETERS, *PATH_EDITS, *BODIES, *RESPONSES, *SERVERS, *SECURITY, *CALLS, *OTHERS]
