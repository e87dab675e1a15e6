#include "engines/policy/parser.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engines/policy/parser_blocks.h"

namespace yilin::policy {
namespace {

void parse_region_block(RuleSet& set, const Block& b) {
  Cursor in(b.tokens, b.end);
  const Token& name = in.word("应为：地区 名称 区划代码。");
  if (set.region(name.text)) throw Syntax{name.at, fmt::format("地区“{}”已登记。", name.text)};
  if (!in.at(Lex::number)) throw Syntax{in.where(), "缺少区划代码：2、4、6 或 12 位数字。"};
  const Token& code = in.take();
  const auto parsed = RegionCode::parse(code.text);
  if (!parsed) throw Syntax{code.at, "区划代码应为 2、4、6 或 12 位数字。"};
  if (parsed->value % 1'000'000 != 0) throw Syntax{code.at, "规则按省、市、县三级书写，区划代码到县（6 位）为止。"};
  for (const Region& r : set.regions)
    if (r.code == *parsed) throw Syntax{code.at, fmt::format("区划代码与“{}”相同。", r.name)};
  in.finish();
  set.regions.push_back({name.text, *parsed, name.at});
}

void parse_document_block(RuleSet& set, const Block& b) {
  Cursor in(b.tokens, b.end);
  const Token& alias = in.word("应为：文件 简称 《全称》（文号）。");
  if (std::ranges::any_of(set.documents, [&](const Document& d) { return d.alias == alias.text; }))
    throw Syntax{alias.at, fmt::format("文件“{}”已登记。", alias.text)};
  const std::string title(text::trim(std::string_view(b.raw).substr(b.raw.find(alias.text) + alias.text.size())));
  if (!title.starts_with("《") || title.find("》") == std::string::npos) throw Syntax{b.tokens.size() > 1 ? b.tokens[1].at : b.end, "文件要有《全称》。"};
  set.documents.push_back({alias.text, title, alias.at});
}

void parse_enumeration_block(RuleSet& set, const Block& b) {
  Cursor in(b.tokens, b.end);
  const Token& name = in.word("应为：枚举 名称 值 值……。");
  if (std::ranges::any_of(set.enumerations, [&](const Enumeration& e) { return e.name == name.text; }))
    throw Syntax{name.at, fmt::format("枚举“{}”已定义。", name.text)};
  Enumeration e{name.text, {}, name.at};
  while (!in.done()) {
    const Token& v = in.word("枚举的值应为名称，以空格或“、”隔开。");
    if (reserved(v.text)) throw Syntax{v.at, fmt::format("“{}”是规则语的用词，不能作枚举的值。", v.text)};
    for (const Enumeration& other : set.enumerations)
      if (std::ranges::find(other.values, v.text) != other.values.end()) throw Syntax{v.at, fmt::format("“{}”已是枚举“{}”的值。", v.text, other.name)};
    if (std::ranges::find(e.values, v.text) != e.values.end()) throw Syntax{v.at, fmt::format("“{}”重复。", v.text)};
    e.values.push_back(v.text);
    in.accept("、");
  }
  if (e.values.size() < 2 || e.values.size() > 100) throw Syntax{b.end, "枚举要有 2 至 100 个值。"};
  set.enumerations.push_back(std::move(e));
}

void parse_fact_block(RuleSet& set, const Block& b) {
  Cursor in(b.tokens, b.end);
  const Token name = in.word("应为：事实 名称 类型。");
  const Type type = parse_type(set, in);
  const NameId id = declare(set, name, NameKind::fact, type);
  ExpressionParser e(set, in);
  while (!in.done()) {
    if (in.accept("范围")) {
      const ExprId lo = e.value();
      in.expect("至", "范围应为：范围 下限 至 上限。");
      set.names[id].lo_expr = lo;
      if (in.accept("月末")) set.names[id].until_month = true;
      else set.names[id].hi_expr = e.value();
    } else if (in.accept("常值")) {
      set.names[id].usual_expr = e.value();
    } else {
      throw Syntax{in.where(), fmt::format("事实之后只能写“范围”“常值”，却是“{}”。", in.peek().text)};
    }
  }
}

void require(bool present, const Block& b, std::string_view what) {
  if (!present) throw Syntax{b.key.at, fmt::format("本段缺少“{}”。", what)};
}

void parse_version_block(RuleSet& set, const Block& b, Reporter& out) {
  Cursor head(b.tokens, b.end);
  const Token name = head.word("缺少名称。");
  const bool label = b.key.is("标签"), table = b.key.is("决策表"), benefit = b.key.is("待遇");
  Type type;
  if (label) type.kind = Kind::boolean;
  else type = parse_type(set, head);
  head.finish();
  if (benefit && (type.kind == Kind::date || type.kind == Kind::region || (type.kind == Kind::number && !type.whole)))
    throw Syntax{name.at, "待遇的结果应为金额、次数等整数，或“是否”，或枚举。"};
  Version v;
  v.name = declare(set, name, table ? NameKind::table : benefit ? NameKind::benefit : NameKind::definition, type);
  v.at = name.at;
  if (label) set.names[v.name].label = true;
  bool dated = false;
  std::vector<const Attribute*> examples;
  for (const Attribute& a : b.attributes) try {
      dated = dated || a.key.is("自");
      if (parse_common(set, a, v)) continue;
      Cursor in(a.tokens, a.end);
      if (a.key.is("示例")) {
        examples.push_back(&a);
        continue;
      }
      if (a.key.is("命中") && table) {
        v.table.first_hit = in.accept("首个");
        if (!v.table.first_hit) in.expect("唯一", "“命中”之后应为“唯一”或“首个”。");
      } else if (a.key.is("条件") && benefit) {
        v.clauses.push_back(ExpressionParser(set, in).expression());
      } else if ((a.key.is("金额") && benefit) || (a.key.is("公式") && !benefit && !table)) {
        if (v.value != kNone) throw Syntax{a.key.at, fmt::format("“{}”写了两次。", a.key.text)};
        v.value = ExpressionParser(set, in).expression();
      } else {
        throw Syntax{a.key.at, fmt::format("{}里不能写“{}”。", b.key.text, a.key.text)};
      }
      in.finish();
    } catch (const Syntax& s) {
      out.error(s.at, s.message);
      if (a.key.is("依据")) v.citation = "？";  // one message is enough
      if (a.key.is("公式") || a.key.is("金额") || a.key.is("条件")) return;
    }
  for (const Attribute* a : examples) try {
      v.examples.push_back(parse_example(set, Cursor(a->tokens, a->end), v.region));
    } catch (const Syntax& s) {
      out.error(s.at, s.message);
    }
  require(dated, b, "自");
  require(!v.citation.empty(), b, "依据");
  if (table) parse_table(set, b, v, out);
  else if (!b.table.empty()) out.error(b.table.front().front().at, fmt::format("{}里不能有表格；请用“决策表”。", b.key.text));
  if (benefit) {
    require(!v.clauses.empty(), b, "条件");
    require(type.kind == Kind::boolean || v.value != kNone, b, "金额");
    if (type.kind == Kind::boolean && v.value != kNone) throw Syntax{b.key.at, "“是否”的待遇没有金额。"};
  } else if (!table) {
    require(v.value != kNone, b, "公式");
  }
  set.versions.push_back(std::move(v));
}

void parse_relation_block(RuleSet& set, const Block& b) {
  static constexpr std::string_view kinds[] = {"取较高", "互斥", "叠加", "抵扣"};
  Cursor head(b.tokens, b.end);
  const Token& kind = head.word("关系应为：取较高、互斥、叠加、抵扣。");
  const auto at = std::ranges::find(kinds, kind.text);
  if (at == std::end(kinds)) throw Syntax{kind.at, "关系应为：取较高、互斥、叠加、抵扣。"};
  Relation r;
  r.kind = static_cast<RelationKind>(at - std::begin(kinds));
  r.at = kind.at;
  do r.words.push_back(head.word("应为待遇名称。").text);
  while (head.accept("、") || head.accept(","));
  head.finish();
  if (r.words.size() < 2) throw Syntax{kind.at, "关系至少要写两项待遇。"};
  if (r.kind == RelationKind::offset && r.words.size() != 2) throw Syntax{kind.at, "抵扣要写两项待遇：前一项从后一项中扣除。"};
  Version v;
  bool dated = false, ordered = false;
  for (const Attribute& a : b.attributes) {
    dated = dated || a.key.is("自");
    if (a.key.is("替代") || a.key.is("在办") || a.key.is("分组")) throw Syntax{a.key.at, fmt::format("关系里不能写“{}”。", a.key.text)};
    if (parse_common(set, a, v)) continue;
    Cursor in(a.tokens, a.end);
    if (a.key.is("次序")) {
      if (!in.at(Lex::number) || !in.peek().value.whole() || !in.peek().dims.plain()) throw Syntax{in.where(), "次序应为整数，小的先算。"};
      r.order = static_cast<std::int32_t>(std::min<std::int64_t>(in.take().value.num, 1'000'000));
      ordered = true;
    } else if (a.key.is("封顶") && r.kind == RelationKind::stack) {
      r.cap = ExpressionParser(set, in).expression();
    } else {
      throw Syntax{a.key.at, fmt::format("关系里不能写“{}”。", a.key.text)};
    }
    in.finish();
  }
  require(dated, b, "自");
  require(!v.citation.empty(), b, "依据");
  require(ordered, b, "次序");
  r.region = v.region;
  r.region_word = v.region_word;
  r.from = v.from;
  r.to = v.to;
  r.published = v.published;
  r.citation = v.citation;
  r.confidence = v.confidence;
  set.relations.push_back(std::move(r));
}

void parse_block(RuleSet& set, const Block& b, bool vocabulary, Reporter& out) {
  const bool early = b.key.is("地区") || b.key.is("文件") || b.key.is("枚举");
  if (early != vocabulary) return;
  if ((early || b.key.is("事实")) && !(b.attributes.empty() && b.table.empty()))
    throw Syntax{b.attributes.empty() ? b.table.front().front().at : b.attributes.front().key.at, fmt::format("“{}”只写一行。", b.key.text)};
  if (b.key.is("地区")) parse_region_block(set, b);
  else if (b.key.is("文件")) parse_document_block(set, b);
  else if (b.key.is("枚举")) parse_enumeration_block(set, b);
  else if (b.key.is("事实")) parse_fact_block(set, b);
  else if (b.key.is("关系")) parse_relation_block(set, b);
  else if (b.key.is("标准表")) {
    if (b.tokens.size() != 1 || b.tokens[0].kind != Lex::word) throw Syntax{b.tokens.empty() ? b.end : b.tokens[0].at, "应为：标准表 名称。"};
    if (!b.attributes.empty()) throw Syntax{b.attributes.front().key.at, "标准表里只写表格，每行各有依据。"};
    parse_parameters(set, b, out);
  } else {
    parse_version_block(set, b, out);
  }
}
}  // namespace

void Reporter::error(Position at, std::string message) {
  if (list_.size() >= kDiagnosticsMax) return;
  list_.push_back({at, {set_.sources.empty() ? "" : set_.sources[at.file].name, at.line, at.column, std::move(message)}});
}
std::vector<Diagnostic> Reporter::take() {
  std::ranges::stable_sort(list_, {}, [](const auto& e) { return std::tuple(e.first.file, e.first.line, e.first.column); });
  std::vector<Diagnostic> out;
  for (auto& e : list_) out.push_back(std::move(e.second));
  list_.clear();
  return out;
}

void parse(RuleSet& set, Reporter& out) {
  set.regions.push_back({"全国", RegionCode{}, {}});
  std::vector<Block> blocks;
  for (std::size_t f = 0; f < set.sources.size(); ++f) {
    const auto file = static_cast<std::int32_t>(f);
    if (set.sources[f].text.size() > kSourceBytesMax) {
      out.error({file, 1, 1}, fmt::format("文件超过 {} MB。", kSourceBytesMax >> 20));
      continue;
    }
    if (!text::well_formed(set.sources[f].text)) {
      out.error({file, 1, 1}, "文件不是 UTF-8 编码。");
      continue;
    }
    for (Block& b : cut_blocks(set, file, out)) blocks.push_back(std::move(b));
  }
  for (const bool vocabulary : {true, false})
    for (const Block& b : blocks) try {
        parse_block(set, b, vocabulary, out);
      } catch (const Syntax& s) {
        out.error(s.at, s.message);
      }
}

}  // namespace yilin::policy
