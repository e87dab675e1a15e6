#pragma once
// What a set of rule files says, after parsing and checking: plain data. `compile` (compile.h) is the only maker; a RuleSet that
// it returns is right by construction (names resolved, units right, tables proved, numbers bounded).
//
//   facts        事实: what must be known of a person (个人) or of the household (家庭., the prefix of the name)
//   parameters   标准表 rows: item × region × period → value
//   definitions  定义, 标签 (truth values), 决策表: derived values
//   benefits     待遇: conditions and, unless it is a mere entitlement, an amount
//   relations    关系: 取较高, 互斥, 叠加 with a cap, 抵扣
// All but facts have versions by region and period; resolve.h picks one for a region, a benefit month and a known-at date.

#include <string>
#include <unordered_map>
#include <vector>

#include "engines/policy/value.h"

namespace yilin::policy {

struct Source {
  std::string name;  // shown in messages
  std::string text;  // UTF-8
};

struct Position {
  std::int32_t file = 0, line = 0, column = 0;  // 1-based line and column (code points); file is an index into sources
};

struct Diagnostic {
  std::string file;
  int line = 0, column = 0;
  std::string message;  // one Chinese sentence
};
std::string to_string(const Diagnostic& d);  // "文件:行:列：消息"

inline constexpr std::size_t kSourceBytesMax = 8 << 20, kDiagnosticsMax = 100, kNamesMax = 20'000, kTableRowsMax = 2'000;
inline constexpr int kTableColumnsMax = 16, kDepthMax = 64, kClausesShown = 5, kMembersMax = 64;

using ExprId = std::int32_t;
using NameId = std::int32_t;
using VersionId = std::int32_t;
inline constexpr std::int32_t kNone = -1;

enum class Op : std::uint8_t {
  literal, word /* before checking */, name, here /* 本省 本市 本县: literal = RegionLevel */, month_start, month_end,
  negate, add, subtract, multiply, divide, less, less_equal, equal, not_equal, both, either, not_, choose,
  smaller, larger, round, one_of, within, years, months, days, member_sum, member_count, member_any, member_all, granted
};

struct Expr {
  Op op = Op::literal;
  Type type;
  Rational literal;            // literal; the unit of round
  Rounding rounding = Rounding::half_up;
  NameId name = kNone;         // name, granted
  std::vector<ExprId> args;
  Position at;
  std::int32_t begin = 0, end = 0;  // bytes of the source text
};

enum class NameKind : std::uint8_t { fact, parameter, definition, table, benefit };
struct Name {
  std::string text;
  NameKind kind = NameKind::fact;
  Type type;
  bool household = false;      // facts and results of the household; else of the person
  bool label = false;          // 标签
  Position at;
  Rational lo, hi;             // facts: the range that a value must lie in
  bool until_month = false;    // a date that no month sees before it has come: a later one is not known yet
  ExprId lo_expr = kNone, hi_expr = kNone, usual_expr = kNone;
  std::optional<Rational> usual;  // 常值: taken by examples that do not name the fact; never by a decision
  std::vector<VersionId> versions;
};

struct Span {                  // of a cell: lo ≤ x ≤ hi, either end open or absent
  ExprId lo = kNone, hi = kNone;
  bool lo_open = false, hi_open = false;
};
struct Cell {
  std::vector<Span> spans;     // any of them; none: 任意
  Position at;
};
struct Row {
  std::vector<Cell> cells;
  bool otherwise = false;      // 其他
  ExprId result = kNone;
  Position at;
  std::int32_t id = 0;         // over all tables: coverage
};
struct Table {
  std::vector<ExprId> heads;
  std::vector<Row> rows;
  bool first_hit = false;      // 命中 首个; else 唯一
};

struct ExampleFact {
  std::int32_t member = 0;     // 0 the person, 1… others of the household
  std::string word;
  NameId name = kNone;
  ExprId value = kNone;        // kNone: 未知
  Position at;
};
struct Example {
  std::vector<ExampleFact> facts;
  std::int32_t members = 0;    // others
  Month month;
  RegionCode region;
  std::string region_word;
  enum class Expect : std::uint8_t { value, refused, unknown } expect = Expect::value;
  ExprId lo = kNone, hi = kNone;  // unknown: the range, if told
  Position at;
};

enum class Confidence : std::uint8_t { official, high, middle, low };  // all but official are 示例
std::string_view to_zh(Confidence c);

struct Version {
  NameId name = kNone;
  RegionCode region;
  std::string region_word;
  Month from, to{INT32_MAX};   // from ≤ month < to
  Date published;              // known from this day on
  std::optional<RegionCode> replaces;
  std::string replaces_word;
  bool overlay = false;        // of a what-if
  bool pending_cases = false;  // 在办案件适用: cases opened under an older version finish under this one
  std::string citation;        // full title, number and article
  Confidence confidence = Confidence::official;
  std::string remark, group;
  std::vector<ExprId> clauses; // benefit
  ExprId value = kNone;        // parameter, definition, amount of a benefit (kNone: mere entitlement)
  Table table;
  std::vector<Example> examples;
  Position at;
};

enum class RelationKind : std::uint8_t { highest, exclusive, stack, offset };
struct Relation {
  RelationKind kind = RelationKind::highest;
  std::vector<std::string> words;
  std::vector<NameId> names;   // highest, exclusive, stack: in order of precedence; offset: [0] reduces [1]
  std::int32_t order = 0;      // 次序: ascending
  ExprId cap = kNone;          // stack
  RegionCode region;
  std::string region_word;
  Month from, to{INT32_MAX};
  Date published;
  std::string citation;
  Confidence confidence = Confidence::official;
  Position at;
};

struct Region {
  std::string name;
  RegionCode code;
  Position at;
};
struct Enumeration {
  std::string name;
  std::vector<std::string> values;
  Position at;
};
struct Document {
  std::string alias, title;
  Position at;
};

struct RuleSet {
  std::vector<Source> sources;
  std::vector<Expr> exprs;
  std::vector<Name> names;
  std::vector<Version> versions;
  std::vector<Relation> relations;
  std::vector<Region> regions;       // [0] 全国
  std::vector<Enumeration> enumerations;
  std::vector<Document> documents;
  std::unordered_map<std::string, NameId> by_name;
  std::int32_t rows = 0;             // of all tables

  const Expr& expr(ExprId id) const { return exprs[static_cast<std::size_t>(id)]; }
  const Name& name(NameId id) const { return names[static_cast<std::size_t>(id)]; }
  const Version& version(VersionId id) const { return versions[static_cast<std::size_t>(id)]; }
  NameId find(std::string_view text) const;               // kNone: no such name
  const Region* region(std::string_view name) const;
  std::string region_name(RegionCode code) const;         // of the nearest declared region around it
  std::string_view text(const Expr& e) const;             // as the author wrote it
  std::string text(ExprId id) const;                      // the same on one line
  std::string format(const Rational& value, const Type& type) const;
  std::string format(const Interval& value, const Type& type) const;  // "待核实", "0元至50元"
  // A value as an author would type it ("1944-06-30", "是", "重度失能", "50元", "410902"); Chinese error otherwise.
  std::optional<Rational> parse_value(const Type& type, std::string_view text) const;

  // A tariff change for what-if: an extra parameter version of the highest precedence. Name of a parameter; value in base units.
  Status add_parameter(std::string_view parameter, RegionCode region, Month from, Month to, Rational value);
  // All that the rules say, without positions and layout: the hash of a frozen run is taken over this (resolve.h).
  std::string canonical(VersionId id) const;
  std::string canonical(const Relation& r) const;
};

}  // namespace yilin::policy
