#include "engines/policy/parser_blocks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yilin::policy {
namespace {
constexpr std::string_view kBlocks[] = {"地区", "文件", "枚举", "事实", "标准表", "定义", "标签", "决策表", "待遇", "关系"};
constexpr std::string_view kAttributes[] = {"地区", "替代", "自", "公布", "依据", "可信度", "说明", "分组", "公式",
                                            "条件", "金额", "命中", "示例", "在办", "次序", "封顶"};
constexpr Confidence kConfidences[] = {Confidence::official, Confidence::high, Confidence::middle, Confidence::low};

Position after(const Token& t) { return {t.at.file, t.at.line, t.at.column + static_cast<std::int32_t>(text::length(t.text))}; }
std::string one_line(std::string_view raw) { return std::string(text::trim(raw)); }
}  // namespace

std::string_view to_zh(Confidence c) {
  constexpr std::string_view names[] = {"正式", "高", "中", "低"};
  return names[static_cast<int>(c)];
}

std::vector<Block> cut_blocks(const RuleSet& set, std::int32_t file, Reporter& out) {
  const std::string& text = set.sources[file].text;
  std::vector<Block> blocks;
  bool skipping = false;
  for (const Line& line : tokenize(text, file)) {
    if (line.tokens.empty()) continue;
    const Token& first = line.tokens.front();
    const auto raw_after = [&](const Token& t) { return one_line(std::string_view(text).substr(t.end, line.end - t.end)); };
    std::vector<Token> rest(line.tokens.begin() + 1, line.tokens.end());
    if (!line.indented) {
      skipping = std::ranges::find(kBlocks, first.text) == std::end(kBlocks);
      if (skipping) {
        out.error(first.at, fmt::format("“{}”不能开头。每段以地区、文件、枚举、事实、标准表、定义、标签、决策表、待遇、关系之一开头，其余各行缩进。", first.text));
        continue;
      }
      Block b;
      b.key = first;
      b.tokens = std::move(rest);
      b.raw = raw_after(first);
      b.end = after(line.tokens.back());
      blocks.push_back(std::move(b));
    } else if (skipping) {
      continue;
    } else if (blocks.empty()) {
      out.error(first.at, "缩进的行不属于任何一段。");
    } else if (first.is("|")) {
      blocks.back().table.push_back(line.tokens);
    } else if (first.kind == Lex::word && std::ranges::find(kAttributes, first.text) != std::end(kAttributes)) {
      blocks.back().attributes.push_back({first, std::move(rest), raw_after(first), after(line.tokens.back())});
    } else if (!blocks.back().attributes.empty()) {
      Attribute& a = blocks.back().attributes.back();
      a.tokens.insert(a.tokens.end(), line.tokens.begin(), line.tokens.end());
      a.raw += " " + one_line(std::string_view(text).substr(line.begin, line.end - line.begin));
      a.end = after(line.tokens.back());
    } else {
      out.error(first.at, fmt::format("不认识的内容“{}”：应为依据、自、条件、公式等。", first.text));
    }
  }
  return blocks;
}

void parse_period(Cursor& in, Month& from, Month& to) {
  if (!in.at(Lex::month)) throw Syntax{in.where(), "应为月份，例如 2024-01。"};
  from.index = static_cast<std::int32_t>(in.take().value.num);
  if (!in.accept("至")) return;
  if (!in.at(Lex::month)) throw Syntax{in.where(), "应为月份，例如 2024-12。"};
  const Token& t = in.take();
  to.index = static_cast<std::int32_t>(t.value.num) + 1;
  if (to <= from) throw Syntax{t.at, "截止月份早于开始月份。"};
}

RegionCode parse_region(const RuleSet& set, Cursor& in, std::string& word) {
  const Token& t = in.word("应为地区名称，例如“濮阳市”。");
  const Region* region = set.region(t.text);
  if (!region) throw Syntax{t.at, fmt::format("没有登记地区“{}”，请先写：地区 {} 区划代码。", t.text, t.text)};
  word = t.text;
  return region->code;
}

std::string parse_citation(const RuleSet& set, std::string_view raw, Position at) {
  if (raw.empty()) throw Syntax{at, "缺少依据：请写文件简称或《文件名》，以及条款。"};
  if (raw.find("《") != std::string_view::npos) {
    if (raw.find("》", raw.find("《")) == std::string_view::npos) throw Syntax{at, "依据的书名号“《》”不成对。"};
    return std::string(raw);
  }
  const std::size_t space = std::min(raw.find(' '), raw.size());
  const std::string_view alias = raw.substr(0, space), article = text::trim(raw.substr(space));
  const auto document = std::ranges::find(set.documents, alias, &Document::alias);
  if (document == set.documents.end())
    throw Syntax{at, fmt::format("没有登记文件“{}”，请先写：文件 {} 《全称》（文号），或直接写《文件名》。", alias, alias)};
  if (article.empty()) throw Syntax{at, fmt::format("依据缺少条款：请写“{} 第……条”。", alias)};
  return document->title + " " + std::string(article);
}

Confidence parse_confidence(std::string_view raw, Position at) {
  for (const Confidence c : kConfidences)
    if (raw == to_zh(c)) return c;
  throw Syntax{at, "可信度应为：正式、高、中、低（后三种为示例）。"};
}

bool parse_common(RuleSet& set, const Attribute& a, Version& v) {
  Cursor in(a.tokens, a.end);
  if (a.key.is("地区")) {
    v.region = parse_region(set, in, v.region_word);
  } else if (a.key.is("替代")) {
    v.replaces = parse_region(set, in, v.replaces_word);
  } else if (a.key.is("自")) {
    parse_period(in, v.from, v.to);
  } else if (a.key.is("公布")) {
    if (!in.at(Lex::date)) throw Syntax{in.where(), "应为公布日期，例如 2023-12-20。"};
    v.published = unpack(in.take().value.num);
  } else if (a.key.is("依据")) {
    v.citation = parse_citation(set, a.raw, a.tokens.empty() ? a.end : a.tokens.front().at);
    return true;
  } else if (a.key.is("可信度")) {
    v.confidence = parse_confidence(a.raw, in.where());
    return true;
  } else if (a.key.is("说明")) {
    v.remark = a.raw;
    return true;
  } else if (a.key.is("分组")) {
    v.group = a.raw;
    return true;
  } else if (a.key.is("在办")) {
    in.expect("适用", "“在办”之后应为“适用”：在办案件也按本版办理。");
    v.pending_cases = true;
  } else {
    return false;
  }
  in.finish();
  return true;
}

Type parse_type(const RuleSet& set, Cursor& in) {
  const Token& t = in.word("缺少类型：是否、日期、区划、比例、元、岁、人、次等单位，或枚举名称。");
  Type type;
  if (t.is("是否")) {
    type.kind = Kind::boolean;
  } else if (t.is("日期")) {
    type.kind = Kind::date;
  } else if (t.is("区划")) {
    type.kind = Kind::region;
  } else if (const auto e = std::ranges::find(set.enumerations, t.text, &Enumeration::name); e != set.enumerations.end()) {
    type.kind = Kind::enumeration;
    type.enumeration = static_cast<std::int16_t>(e - set.enumerations.begin());
  } else if (t.is("比例")) {
    type.whole = false;
  } else {
    const Token* word = &t;
    for (bool under = false;; under = true) {
      const Unit* unit = unit_prefix(word->text);
      if (!unit || unit->name != word->text) throw Syntax{word->at, fmt::format("不认识的类型或单位“{}”。", word->text)};
      type.dims = under ? type.dims / unit->dims : type.dims * unit->dims;
      if (!in.accept("/")) break;
      word = &in.word("“/”之后缺少单位。");
    }
  }
  if (type.kind == Kind::number && in.accept("不取整")) type.whole = false;
  return type;
}

NameId declare(RuleSet& set, const Token& at, NameKind kind, const Type& type) {
  if (reserved(at.text)) throw Syntax{at.at, fmt::format("“{}”是规则语的用词，不能作名称。", at.text)};
  if (const NameId old = set.find(at.text); old != kNone) {
    const Name& n = set.name(old);
    if (kind == NameKind::fact || n.kind != kind) throw Syntax{at.at, fmt::format("名称“{}”已在 {}:{} 用过。", at.text, set.sources[n.at.file].name, n.at.line)};
    if (!n.type.matches(type) || n.type.whole != type.whole)
      throw Syntax{at.at, fmt::format("“{}”的类型与 {}:{} 处的不一致。", at.text, set.sources[n.at.file].name, n.at.line)};
    return old;
  }
  if (set.names.size() >= kNamesMax) throw Syntax{at.at, fmt::format("名称超过 {} 个。", kNamesMax)};
  Name n;
  n.text = at.text;
  n.kind = kind;
  n.type = type;
  n.at = at.at;
  n.household = at.text.starts_with("家庭.");
  set.names.push_back(std::move(n));
  const NameId id = static_cast<NameId>(set.names.size() - 1);
  set.by_name.emplace(at.text, id);
  return id;
}

}  // namespace yilin::policy
