// yilin policy check | run | explain | diff: the rules of a folder, without a city.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "engines/policy/compile.h"
#include "engines/policy/explain.h"
#include "engines/policy/run.h"
#include "formats/csv.h"
#include "formats/table.h"
#include "main/engine_commands.h"
#include "main/engine_files.h"
#include "modules/policy/diff.h"

namespace yilin::commands {
namespace {

struct PolicyOptions {
  std::string folder = std::string(YILIN_SOURCE_DIR) + "/policy", other, cases, out = "-", benefit, facts, region = "0", month, known_at, opened;
  bool flips = false, usual = false;
  int threads = 1;
};

Result<std::vector<policy::Source>> read_folder(const std::string& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (auto it = std::filesystem::recursive_directory_iterator(folder, error); !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error))
    if (it->is_regular_file() && it->path().extension() == ".txt") paths.push_back(it->path());
  if (error || paths.empty()) return fail(errors::not_found, "目录里没有规则文件（*.txt）：" + folder);
  std::ranges::sort(paths);
  std::vector<policy::Source> out;
  for (const auto& path : paths) {
    YILIN_TRY(std::string text, read_text(path.string()));
    out.push_back({std::filesystem::relative(path, folder).string(), std::move(text)});
  }
  return out;
}

// Prints what is wrong; none when the rules cannot be used.
std::optional<policy::RuleSet> load(const std::string& folder, int& status) {
  auto sources = read_folder(folder);
  if (!sources) {
    status = say(sources.error());
    return {};
  }
  policy::Compiled compiled = policy::compile(std::move(*sources));
  for (const policy::Diagnostic& d : compiled.errors) fmt::print(stderr, "{}\n", to_string(d));
  if (!compiled.ok()) {
    fmt::print(stderr, "共 {} 处错误。\n", compiled.errors.size());
    status = kFound;
    return {};
  }
  return std::move(compiled.rules);
}

Result<policy::Context> context_of(const policy::RuleSet& set, const PolicyOptions& o) {
  policy::Context c;
  if (const policy::Region* named = set.region(o.region)) c.region = named->code;
  else if (o.region != "0") {
    YILIN_TRY(c.region, RegionCode::parse(o.region));
  }
  if (o.month.empty()) return fail(errors::invalid, "请写明月份：--month 2024-06。");
  YILIN_TRY(c.month, Month::parse(o.month));
  if (!o.known_at.empty()) {
    YILIN_TRY(c.known_at, Date::parse(o.known_at));
  }
  if (!o.opened.empty()) {
    YILIN_TRY(c.opened, Date::parse(o.opened));
  }
  return c;
}

std::string result_text(const policy::RuleSet& set, const policy::Decision& d) {
  return fmt::format("{} {}", to_zh(d.verdict()), set.format(d.amount, set.name(d.benefit).type));
}

int check(const PolicyOptions& o) {
  auto sources = read_folder(o.folder);
  if (!sources) return say(sources.error());
  const policy::Compiled compiled = policy::compile(std::move(*sources));
  for (const policy::Diagnostic& d : compiled.errors) fmt::print("{}\n", to_string(d));
  if (!compiled.ok()) {
    fmt::print("共 {} 处错误。\n", compiled.errors.size());
    return kFound;
  }
  const policy::RuleSet& set = compiled.rules;
  fmt::print("通过：{} 个名称，{} 版规定，{} 项待遇，{} 条关系；{} 种时段与地区组合、{} 张决策表无遗漏无重叠，{} 个示例成立。\n", set.names.size(), set.versions.size(),
             benefits(set).size(), set.relations.size(), compiled.proofs.contexts, compiled.proofs.tables, compiled.proofs.examples);
  if (o.benefit.empty()) return 0;
  const policy::NameId benefit = set.find(o.benefit);
  if (benefit == policy::kNone || set.name(benefit).kind != policy::NameKind::benefit) return say("没有这项待遇：" + o.benefit);
  const auto context = context_of(set, o);
  if (!context) return say(context.error());
  for (const policy::BoundaryCase& c : policy::boundary_cases(set, benefit, context->region, context->month))
    fmt::print("{}:{}  {}  {}  → {}{}\n", set.sources[static_cast<std::size_t>(c.example.file)].name, c.example.line, to_string(c.month), c.facts, result_text(set, c.decision), c.changed ? "  *" : "");
  return 0;
}

int explain(const PolicyOptions& o) {
  int status = 0;
  const auto set = load(o.folder, status);
  if (!set) return status;
  const auto context = context_of(*set, o);
  if (!context) return say(context.error());
  const auto person = policy::parse_case(*set, context->region, o.facts, o.usual);
  if (!person) return say(person.error());
  const policy::Resolution r = policy::resolve(*set, *context);
  std::vector<policy::NameId> wanted = policy::benefits(*set);
  if (!o.benefit.empty()) {
    wanted = {set->find(o.benefit)};
    if (wanted[0] == policy::kNone || set->name(wanted[0]).kind != policy::NameKind::benefit) return say("没有这项待遇：" + o.benefit);
  }
  for (const policy::NameId id : wanted) {
    const policy::Explanation e = policy::explain(*set, r, *person, id);
    if (!e.decision.exists && o.benefit.empty()) continue;
    fmt::print("{}", o.benefit.empty() ? e.summary + "\n" : to_text(e));
    if (!o.flips) continue;
    for (const policy::Flip& f : policy::nearest_flips(*set, *context, *person, id)) fmt::print("  若 {} → {}\n", f.text, result_text(*set, f.decision));
  }
  return 0;
}

// Persons from a table: 编号, 户, 区划 and columns named like facts. Empty cells are unknown.
struct People {
  std::vector<std::string> ids;
  std::vector<std::uint32_t> household_of;
  std::vector<RegionCode> region_of;
  std::map<std::string, std::vector<std::int64_t>> person_facts, household_facts;
};

Result<People> read_people(const policy::RuleSet& set, const std::string& path) {
  YILIN_TRY(auto reader, formats::open_table_file(path));
  formats::Row row;
  YILIN_TRY(bool more, reader->next(row));
  if (!more) return fail(errors::invalid, "表格是空的。");
  std::vector<std::string> heads;
  for (const std::string_view cell : row.cells) heads.emplace_back(cell);
  const auto column = [&](std::string_view name) { return static_cast<std::size_t>(std::ranges::find(heads, name) - heads.begin()); };
  const std::size_t id = column("编号"), household = column("户"), region = column("区划");
  if (id == heads.size() || household == heads.size() || region == heads.size()) return fail(errors::invalid, "表头应有：编号、户、区划，以及事实名称。");
  std::vector<policy::NameId> facts(heads.size(), policy::kNone);
  for (std::size_t c = 0; c < heads.size(); ++c) {
    if (c == id || c == household || c == region) continue;
    facts[c] = set.find(heads[c]);
    if (facts[c] == policy::kNone || set.name(facts[c]).kind != policy::NameKind::fact) return fail(errors::invalid, "“" + heads[c] + "”不是事实。");
  }
  People p;
  std::map<std::string, std::uint32_t, std::less<>> households;
  std::map<std::string, std::size_t, std::less<>> seen;
  for (;;) {
    YILIN_TRY(more, reader->next(row));
    if (!more) break;
    if (row.cell(id).empty() || row.cell(household).empty()) return fail(errors::invalid, fmt::format("第 {} 行：缺少编号或户。", row.number));
    if (!seen.emplace(row.cell(id), row.number).second) return fail(errors::invalid, fmt::format("第 {} 行：编号“{}”重复，一人只能有一行。", row.number, row.cell(id)));
    const auto [at, fresh] = households.emplace(row.cell(household), static_cast<std::uint32_t>(p.region_of.size()));
    if (fresh || !row.cell(region).empty()) {
      const auto code = RegionCode::parse(row.cell(region));
      if (!code) return fail(errors::invalid, fmt::format("第 {} 行：{}", row.number, code.error().message()));
      if (fresh) p.region_of.push_back(*code);
      else if (p.region_of[at->second] != *code) return fail(errors::invalid, fmt::format("第 {} 行：同户的区划不一致。", row.number));
    }
    p.ids.emplace_back(row.cell(id));
    p.household_of.push_back(at->second);
    for (std::size_t c = 0; c < heads.size(); ++c) {
      if (facts[c] == policy::kNone) continue;
      const policy::Name& n = set.name(facts[c]);
      auto& values = (n.household ? p.household_facts : p.person_facts)[n.text];
      values.resize(n.household ? p.region_of.size() : p.ids.size(), policy::kUnknownValue);
      if (row.cell(c).empty()) continue;
      const auto value = set.parse_value(n.type, row.cell(c));
      if (!value) return fail(errors::invalid, fmt::format("第 {} 行：“{}”不是“{}”的取值。", row.number, row.cell(c), n.text));
      std::int64_t& cell = n.household ? values[at->second] : values.back();
      if (n.household && cell != policy::kUnknownValue && cell != value->num) return fail(errors::invalid, fmt::format("第 {} 行：同户的“{}”不一致。", row.number, n.text));
      cell = value->num;
    }
  }
  if (p.ids.empty()) return fail(errors::invalid, "表格里没有人。");
  std::vector<std::size_t> size(p.region_of.size());
  for (const std::uint32_t h : p.household_of)
    if (++size[h] > static_cast<std::size_t>(policy::kMembersMax)) return fail(errors::invalid, fmt::format("一户最多 {} 人。", policy::kMembersMax));
  return p;
}

std::unique_ptr<policy::Population> population_of(const policy::RuleSet& set, People& people) {
  auto out = std::make_unique<policy::Population>(policy::Schema(set), policy::rule_regions(set), people.household_of, people.region_of);
  for (std::size_t c = 0; c < out->schema().columns.size(); ++c) {
    const auto& column = out->schema().columns[c];
    auto& facts = column.household ? people.household_facts : people.person_facts;
    if (const auto at = facts.find(column.fact); at != facts.end()) {
      at->second.resize(column.household ? people.region_of.size() : people.ids.size(), policy::kUnknownValue);
      out->fill(static_cast<int>(c), at->second);
    }
  }
  out->finish();
  return out;
}

int run(const PolicyOptions& o) {
  int status = 0;
  const auto set = load(o.folder, status);
  if (!set) return status;
  const auto context = context_of(*set, o);
  if (!context) return say(context.error());
  auto people = read_people(*set, o.cases);
  if (!people) return say(people.error());
  const auto population = population_of(*set, *people);
  const policy::Decider decider(*set, *population, context->month, context->known_at);
  policy::MonthRun decided;
  policy::RunOptions options;
  options.threads = o.threads;
  decider.run(*population, options, decided);
  std::string text;
  formats::CsvWriter csv(text);
  csv.row({"编号", "待遇", "结论", "金额", "可能范围"});
  for (std::uint32_t i = 0; i < people->ids.size(); ++i)
    for (std::size_t b = 0; b < decided.columns.size(); ++b) {
      const auto& column = decided.columns[b];
      if (!column.exists) continue;
      const std::uint32_t row = population->row_of(i), at = column.household ? population->household_at(row) : row;
      const policy::Verdict v = decided.verdict(b, at);
      if (v == policy::Verdict::refused) continue;
      const policy::Type& type = set->name(column.benefit).type;
      const std::string amount = v == policy::Verdict::granted ? set->format(policy::Rational(decided.amount(b, at)), type) : "";
      const std::string range = v == policy::Verdict::unknown ? set->format(decided.range(b, at), type) : "";
      csv.row({people->ids[i], column.name, to_zh(v), amount, range});
    }
  if (const auto written = write_text(o.out, text); !written) return say(written.error());
  for (std::size_t s = 0; s < decided.hashes.size(); ++s)
    fmt::print(stderr, "{} {} 规则指纹 {}\n", set->region_name(population->stretches()[s].region), to_string(decided.month), decided.hashes[s]);
  return 0;
}

// What the rules say differently, then what it does to the persons of a table.
int diff(const PolicyOptions& o) {
  int status = 0;
  const auto before = load(o.folder, status);
  if (!before) return status;
  const auto after = load(o.other, status);
  if (!after) return status;
  const policies::diff::Report report = policies::diff::compare(*before, *after);
  for (const policies::diff::Item& item : report.items) {
    fmt::print("{}{} {}", enum_names(item.change)[static_cast<std::size_t>(item.change) - 1].label, item.kind, item.name);
    if (!item.region_name.empty()) fmt::print("（{}，自 {}）", item.region_name, to_string(item.from));
    if (!item.before.empty() || !item.after.empty()) fmt::print("：{} → {}", item.before.empty() ? "无" : item.before, item.after.empty() ? "无" : item.after);
    fmt::print("\n");
    for (const policies::diff::Line& line : item.lines)
      if (line.mark != policies::diff::Mark::same) fmt::print("  {} {}\n", line.mark == policies::diff::Mark::added ? "+" : "-", line.text);
  }
  if (report.more) fmt::print("……其余不再列出。\n");
  if (report.items.empty()) fmt::print("规定没有变化。\n");
  if (o.cases.empty()) return 0;
  const auto context = context_of(*before, o);
  if (!context) return say(context.error());
  const auto names = benefits(*before), others = benefits(*after);
  if (!std::ranges::equal(names, others, {}, [&](policy::NameId n) { return before->name(n).text; }, [&](policy::NameId n) { return after->name(n).text; }))
    return say("两套规则的待遇项目不同，不能逐人比较。");
  auto people = read_people(*before, o.cases);
  if (!people) return say(people.error());
  const auto population = population_of(*before, *people);
  policy::CompareOptions options;
  options.list = true;
  const policy::Comparison c = policy::compare(*before, context->known_at, *after, context->known_at, *population, context->month, options);
  for (std::size_t s = 0; s < c.effects.size(); ++s)
    for (const policy::NameId b : c.benefits) {
      const policy::Effect& e = c.effects[s][static_cast<std::size_t>(b)];
      if (e == policy::Effect{}) continue;
      const policy::Name& n = before->name(names[static_cast<std::size_t>(b)]);
      fmt::print("{} {} {}：增加 {} 人（户）{}，减少 {} 人（户）{}\n", to_string(context->month), before->region_name(population->stretches()[s].region), n.text, e.winners,
                 before->format(policy::Rational(e.gained), n.type), e.losers, before->format(policy::Rational(e.lost), n.type));
    }
  return 0;
}
}  // namespace

EngineCommand add_policy(CLI::App& app) {
  const auto o = std::make_shared<PolicyOptions>();
  auto* root = app.add_subcommand("policy", "规则语：检查、试算、解释、比较（说明见 docs/手册/规则语.md）");
  root->require_subcommand(1);
  const auto add = [&](const char* name, const char* text) {
    auto* c = root->add_subcommand(name, text);
    c->add_option("--rules", o->folder, "规则目录（默认随程序的 policy）");
    c->add_option("--month", o->month, "待遇月份，例如 2024-06");
    c->add_option("--known-at", o->known_at, "截至哪一天公布的规定（默认全部）");
    return c;
  };
  auto* check_command = add("check", "检查并证明：遗漏、重叠、循环、单位、依据、示例");
  check_command->add_option("--boundary", o->benefit, "列出这项待遇的边界用例，供确认");
  check_command->add_option("--region", o->region, "地区名称或区划代码");
  auto* run_command = add("run", "对一张表里的人逐项计算（CSV 或 XLSX：编号、户、区划和事实）");
  run_command->add_option("cases", o->cases, "人员表")->required();
  run_command->add_option("--out", o->out, "结果 CSV（默认标准输出）");
  run_command->add_option("--threads", o->threads, "线程数")->check(CLI::Range(1, 64));
  auto* explain_command = add("explain", "解释一个人的待遇：条件、取值、标准、依据");
  explain_command->add_option("facts", o->facts, "例如：出生日期 1944-06-30，户籍 濮阳市，家庭.月收入 1000元");
  explain_command->add_option("--benefit", o->benefit, "只解释这项待遇，并列出全部理由");
  explain_command->add_option("--region", o->region, "办理地区：名称或区划代码");
  explain_command->add_option("--opened", o->opened, "受理日期：按受理时的规定办理");
  explain_command->add_flag("--usual", o->usual, "没有写的事实取常值（试算用；否则为未知）");
  explain_command->add_flag("--flips", o->flips, "列出最接近的改变");
  auto* diff_command = add("diff", "比较两套规则；给出人员表时列出得失");
  diff_command->add_option("other", o->other, "另一套规则的目录")->required();
  diff_command->add_option("--cases", o->cases, "人员表（同 run）");
  return {root, [=] { return *check_command ? check(*o) : *run_command ? run(*o) : *explain_command ? explain(*o) : diff(*o); }};
}

}  // namespace yilin::commands
