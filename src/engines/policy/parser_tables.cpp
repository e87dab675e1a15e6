// 标准表 and 决策表, and the facts of examples.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engines/policy/parser_blocks.h"

namespace yilin::policy {
namespace {

struct CellText {
  std::vector<Token> tokens;
  std::string raw;
  Position at, end;
};

std::vector<CellText> split_cells(const RuleSet& set, const std::vector<Token>& row) {
  const std::string& text = set.sources[row.front().at.file].text;
  std::vector<CellText> cells;
  for (std::size_t i = 0; i + 1 < row.size();) {
    std::size_t j = i + 1;
    while (j < row.size() && !row[j].is("|")) ++j;
    if (j == row.size()) throw Syntax{row.back().at, "表格的每行要以“|”结尾。"};
    CellText c;
    c.tokens.assign(row.begin() + static_cast<std::ptrdiff_t>(i) + 1, row.begin() + static_cast<std::ptrdiff_t>(j));
    c.raw = text::trim(std::string_view(text).substr(row[i].end, row[j].begin - row[i].end));
    c.at = c.tokens.empty() ? row[j].at : c.tokens.front().at;
    c.end = row[j].at;
    cells.push_back(std::move(c));
    i = j;
  }
  if (cells.empty()) throw Syntax{row.front().at, "表格的每行要以“|”结尾。"};
  return cells;
}

Span parse_span(RuleSet& set, Cursor& in) {
  ExpressionParser e(set, in);
  Span s;
  if (in.accept("不满") || in.accept("不足") || in.accept("<")) {
    s.hi = e.sum();
    s.hi_open = true;
  } else if (in.accept("<=")) {
    s.hi = e.sum();
  } else if (in.accept("超过") || in.accept(">")) {
    s.lo = e.sum();
    s.lo_open = true;
  } else if (in.accept(">=")) {
    s.lo = e.sum();
  } else {
    const ExprId first = e.sum();
    if (in.accept("以上")) {
      s.lo = first;
    } else if (in.accept("以下")) {
      s.hi = first;
    } else if (in.accept("至")) {
      s.lo = first;
      s.hi_open = in.accept("不满") || in.accept("不足");
      s.hi = e.sum();
    } else {
      s.lo = s.hi = first;
      return s;
    }
  }
  if (s.lo != kNone && s.hi == kNone && (in.accept("至") || in.accept(","))) {
    s.hi_open = in.accept("不满") || in.accept("不足") || in.accept("<");
    s.hi = e.sum();
  }
  return s;
}

Cell parse_cell(RuleSet& set, const CellText& c) {
  Cell cell;
  cell.at = c.at;
  Cursor in(c.tokens, c.end);
  if (in.done()) throw Syntax{c.at, "空格子：不限请写“任意”。"};
  if (in.accept("任意")) {
    in.finish();
    return cell;
  }
  do cell.spans.push_back(parse_span(set, in));
  while (in.accept("、"));
  in.finish();
  return cell;
}

void parse_row(RuleSet& set, const std::vector<CellText>& cells, Version& v, std::size_t columns) {
  if (cells.size() != columns) throw Syntax{cells.back().end, fmt::format("本行有 {} 格，表头有 {} 格。", cells.size(), columns)};
  if (v.table.rows.size() >= kTableRowsMax) throw Syntax{cells.front().at, fmt::format("一张决策表最多 {} 行。", kTableRowsMax)};
  Row row;
  row.at = cells.front().at;
  if (!v.table.rows.empty() && v.table.rows.back().otherwise) throw Syntax{row.at, "“其他”行必须是最后一行。"};
  const auto other = [](const CellText& c) { return c.tokens.size() == 1 && c.tokens[0].is("其他"); };
  if (other(cells.front())) {
    row.otherwise = true;
    for (std::size_t i = 1; i + 1 < columns; ++i)
      if (!other(cells[i])) throw Syntax{cells[i].at, "“其他”行的每一格都写“其他”。"};
  } else {
    for (std::size_t i = 0; i + 1 < columns; ++i) row.cells.push_back(parse_cell(set, cells[i]));
  }
  Cursor in(cells.back().tokens, cells.back().end);
  row.result = ExpressionParser(set, in).expression();
  in.finish();
  row.id = set.rows++;
  v.table.rows.push_back(std::move(row));
}
}  // namespace

void parse_table(RuleSet& set, const Block& block, Version& v, Reporter& out) {
  std::size_t columns = 0;
  for (const std::vector<Token>& line : block.table) {
    try {
      const std::vector<CellText> cells = split_cells(set, line);
      if (columns != 0) {
        parse_row(set, cells, v, columns);
        continue;
      }
      if (cells.size() < 2 || cells.size() > kTableColumnsMax + 1)
        throw Syntax{cells.front().at, fmt::format("决策表要有 1 至 {} 个条件列和一个结果列。", kTableColumnsMax)};
      if (cells.back().tokens.size() != 1 || !cells.back().tokens[0].is("结果")) throw Syntax{cells.back().at, "决策表的最后一列应为“结果”。"};
      columns = cells.size();
      for (std::size_t i = 0; i + 1 < columns; ++i) {
        Cursor in(cells[i].tokens, cells[i].end);
        v.table.heads.push_back(ExpressionParser(set, in).expression());
        in.finish();
      }
    } catch (const Syntax& s) {
      out.error(s.at, s.message);
      if (columns == 0) return;
    }
  }
  if (block.table.size() < 2) out.error(block.end, "决策表没有内容。");
}

void parse_parameters(RuleSet& set, const Block& block, Reporter& out) {
  static constexpr std::string_view columns[] = {"项目", "地区", "自", "至", "数值", "单位", "替代", "公布", "可信度", "依据"};
  std::vector<int> order;
  for (const std::vector<Token>& line : block.table) {
    try {
      const std::vector<CellText> cells = split_cells(set, line);
      if (order.empty()) {
        std::vector<int> head;
        for (const CellText& c : cells) {
          const auto at = std::ranges::find(columns, c.raw);
          if (at == std::end(columns)) throw Syntax{c.at, fmt::format("标准表没有“{}”列；可用：项目、地区、自、至、数值、单位、替代、公布、可信度、依据。", c.raw)};
          head.push_back(static_cast<int>(at - std::begin(columns)));
        }
        for (const int needed : {0, 1, 2, 4, 5, 9})
          if (std::ranges::find(head, needed) == head.end()) throw Syntax{cells.front().at, fmt::format("标准表缺少“{}”列。", columns[needed])};
        order = std::move(head);
        continue;
      }
      if (cells.size() != order.size()) throw Syntax{cells.back().end, fmt::format("本行有 {} 格，表头有 {} 格。", cells.size(), order.size())};
      const CellText* by[10] = {};
      for (std::size_t i = 0; i < cells.size(); ++i) by[order[i]] = &cells[i];
      const auto cursor = [&](int c) { return Cursor(by[c]->tokens, by[c]->end); };
      Version v;
      v.at = by[0]->at;
      Cursor item = cursor(0);
      Token name = item.word("缺少项目名称。");
      item.finish();
      name.text = block.tokens.front().text + "." + name.text;
      Cursor region = cursor(1);
      v.region = parse_region(set, region, v.region_word);
      Cursor from = cursor(2);
      parse_period(from, v.from, v.to);
      if (by[3] && !by[3]->tokens.empty()) {
        Cursor to = cursor(3);
        Month m, none{INT32_MAX};
        parse_period(to, m, none);
        v.to = m + 1;
        if (v.to <= v.from) throw Syntax{by[3]->at, "截止月份早于开始月份。"};
      }
      if (by[6] && !by[6]->tokens.empty()) {
        Cursor replaced = cursor(6);
        v.replaces = parse_region(set, replaced, v.replaces_word);
      }
      if (by[7] && !by[7]->tokens.empty()) {
        if (by[7]->tokens[0].kind != Lex::date) throw Syntax{by[7]->at, "应为公布日期，例如 2023-12-20。"};
        v.published = unpack(by[7]->tokens[0].value.num);
      }
      if (by[8] && !by[8]->raw.empty()) v.confidence = parse_confidence(by[8]->raw, by[8]->at);
      v.citation = parse_citation(set, by[9]->raw, by[9]->at);
      Cursor unit = cursor(5);
      Type type;
      std::int64_t scale = 1;
      bool percent = false;
      if (by[5]->raw == "%" || by[5]->raw == "％") {
        type.whole = false;
        percent = true;
      } else {
        if (!unit.done() && unit.at(Lex::word))
          if (const Unit* u = unit_prefix(unit.peek().text); u && u->name == unit.peek().text) scale = u->scale;
        type = parse_type(set, unit);
        unit.finish();
      }
      Cursor number = cursor(4);
      const bool negative = number.accept("-");
      if (!number.at(Lex::number) || number.peek().percent != false || !number.peek().dims.plain())
        throw Syntax{by[4]->at, "数值应为数字，单位写在“单位”列。"};
      const Token& digits = number.take();
      number.finish();
      Rational value = (negative ? -digits.value : digits.value) * Rational(scale);
      if (percent) value = value / Rational(100);
      if (type.whole && !value.whole()) throw Syntax{digits.at, type.dims.power[0] != 0 ? "金额精确到分，小数最多两位。" : "此单位的数值应为整数。"};
      v.name = declare(set, name, NameKind::parameter, type);
      Expr e;
      e.type = type;
      e.literal = value;
      e.at = digits.at;
      e.begin = digits.begin;
      e.end = digits.end;
      set.exprs.push_back(e);
      v.value = static_cast<ExprId>(set.exprs.size() - 1);
      set.versions.push_back(std::move(v));
    } catch (const Syntax& s) {
      out.error(s.at, s.message);
      if (order.empty()) return;
    }
  }
  if (order.empty()) out.error(block.end, "标准表没有内容。");
}

void parse_facts(RuleSet& set, Cursor& in, Example& example) {
  const auto one = [&](std::int32_t member) {
    ExampleFact f;
    const Token& t = in.word("应为事实名称。");
    f.member = member;
    f.word = t.text;
    f.at = t.at;
    f.value = ExpressionParser(set, in).value();
    example.facts.push_back(std::move(f));
  };
  while (!in.done() && !in.at("于") && !in.at("地区")) {
    if (in.accept("成员")) {
      in.expect("(", "“成员”之后应为（事实 取值，……）。");
      if (++example.members >= kMembersMax) throw Syntax{in.where(), fmt::format("一户最多 {} 人。", kMembersMax)};
      while (!in.at(")") && !in.done()) {
        one(example.members);
        if (!in.accept(",") && !in.accept("、")) break;
      }
      in.expect(")", "缺少右括号“）”。");
    } else {
      one(0);
    }
    if (!in.accept(",") && !in.accept("、")) break;
  }
}

Example parse_example(RuleSet& set, Cursor in, RegionCode region) {
  Example example;
  example.at = in.where();
  example.region = region;
  parse_facts(set, in, example);
  if (in.accept("地区")) example.region = parse_region(set, in, example.region_word);
  in.expect("于", "示例应为：事实 取值，…… 于 月份 得 结果。");
  if (!in.at(Lex::month)) throw Syntax{in.where(), "“于”之后应为月份，例如 2024-06。"};
  example.month.index = static_cast<std::int32_t>(in.take().value.num);
  if (in.accept("不得")) {
    example.expect = Example::Expect::refused;
  } else if (in.accept("待核实")) {
    example.expect = Example::Expect::unknown;
    if (!in.done()) {
      example.lo = ExpressionParser(set, in).value();
      in.expect("至", "待核实的范围应为：待核实 0元至50元。");
      example.hi = ExpressionParser(set, in).value();
    }
  } else if (in.accept("得") || in.accept("为")) {
    example.lo = ExpressionParser(set, in).value();
    if (example.lo == kNone) throw Syntax{in.end(), "结果未知请写“待核实”。"};
  } else {
    throw Syntax{in.where(), "示例缺少结果：得 50元、为 是、不得、待核实。"};
  }
  in.finish();
  return example;
}

}  // namespace yilin::policy
