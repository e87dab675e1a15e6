#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engines/policy/parser.h"

namespace yilin::policy {
namespace {

struct Function {
  std::string_view name;
  Op op;
  std::size_t min, max;
  Rounding rounding = Rounding::half_up;
  std::int64_t unit = 0;
};
constexpr Function kFunctions[] = {
    {"取较高", Op::larger, 2, 16},        {"取较低", Op::smaller, 2, 16},
    {"周岁", Op::years, 2, 2},            {"月数", Op::months, 2, 2},
    {"天数", Op::days, 2, 2},             {"成员合计", Op::member_sum, 1, 1},
    {"成员人数", Op::member_count, 1, 1}, {"成员任一", Op::member_any, 1, 1},
    {"成员全部", Op::member_all, 1, 1},   {"享受", Op::granted, 1, 1},
    {"四舍五入到分", Op::round, 1, 1, Rounding::half_up, 1},
    {"四舍五入到角", Op::round, 1, 1, Rounding::half_up, 10},
    {"四舍五入到元", Op::round, 1, 1, Rounding::half_up, 100},
    {"四舍五入到整数", Op::round, 1, 1, Rounding::half_up, 1},
    {"舍去到分", Op::round, 1, 1, Rounding::down, 1},
    {"舍去到角", Op::round, 1, 1, Rounding::down, 10},
    {"舍去到元", Op::round, 1, 1, Rounding::down, 100},
    {"舍去到整数", Op::round, 1, 1, Rounding::down, 1},
    {"进位到分", Op::round, 1, 1, Rounding::up, 1},
    {"进位到角", Op::round, 1, 1, Rounding::up, 10},
    {"进位到元", Op::round, 1, 1, Rounding::up, 100},
    {"进位到整数", Op::round, 1, 1, Rounding::up, 1},
};

struct Comparison {
  std::string_view word;
  Op op;
  bool swapped;
};
constexpr Comparison kComparisons[] = {
    {"<", Op::less, false},  {"小于", Op::less, false},        {"<=", Op::less_equal, false}, {"不高于", Op::less_equal, false},
    {">", Op::less, true},   {"大于", Op::less, true},         {">=", Op::less_equal, true},  {"不低于", Op::less_equal, true},
    {"=", Op::equal, false}, {"等于", Op::equal, false},       {"!=", Op::not_equal, false},  {"不等于", Op::not_equal, false},
};

constexpr std::string_view kReserved[] = {
    "且", "或", "非", "若", "则", "否则", "在", "属于", "不超过", "不少于", "是", "否", "任意", "其他", "本市", "本县", "本省",
    "全国", "月初", "月末", "大于", "小于", "不低于", "不高于", "等于", "不等于", "以上", "以下", "至", "不满", "不足", "超过", "未知",
    "待核实", "成员", "于", "得", "为", "不得"};
}  // namespace

bool reserved(std::string_view word) {
  if (std::ranges::find(kReserved, word) != std::end(kReserved)) return true;
  return std::ranges::any_of(kFunctions, [&](const Function& f) { return f.name == word; });
}

void Cursor::expect(std::string_view text, std::string_view message) {
  if (!accept(text)) throw Syntax{where(), std::string(message)};
}
const Token& Cursor::word(std::string_view message) {
  if (!at(Lex::word)) throw Syntax{where(), std::string(message)};
  return take();
}
void Cursor::finish() const {
  if (!done()) throw Syntax{where(), fmt::format("此处多出“{}”。", tokens_.front().text)};
}

ExprId ExpressionParser::make(Op op, std::vector<ExprId> args, Position at, std::int32_t begin, std::int32_t end) {
  Expr e;
  e.op = op;
  e.args = std::move(args);
  e.at = at;
  e.begin = begin;
  e.end = end;
  set_.exprs.push_back(std::move(e));
  return static_cast<ExprId>(set_.exprs.size() - 1);
}
ExprId ExpressionParser::make(Op op, std::vector<ExprId> args) {
  std::int32_t begin = INT32_MAX, end = 0;
  Position at = set_.expr(args.front()).at;
  for (const ExprId a : args) {
    const Expr& e = set_.expr(a);
    if (e.begin < begin) begin = e.begin, at = e.at;
    end = std::max(end, e.end);
  }
  return make(op, std::move(args), at, begin, end);
}
ExprId ExpressionParser::leaf(const Token& t) {
  const ExprId id = make(Op::literal, {}, t.at, t.begin, t.end);
  Expr& e = set_.exprs.back();
  e.literal = t.value;
  if (t.kind == Lex::date) {
    e.type.kind = Kind::date;
  } else if (t.kind == Lex::number) {
    e.type.dims = t.dims;
    e.type.whole = t.value.whole();
  } else {
    e.op = Op::word;
  }
  return id;
}

ExprId ExpressionParser::expression() {
  if (++depth_ > kDepthMax) throw Syntax{in_.where(), fmt::format("式子嵌套超过 {} 层，请拆成几个定义。", kDepthMax)};
  ExprId result;
  if (in_.at("若")) {
    const Token start = in_.take();
    const ExprId condition = expression();
    in_.expect("则", "“若”之后缺少“则”。");
    const ExprId yes = expression();
    in_.expect("否则", "“若……则”之后缺少“否则”：每种情形都要有结果。");
    const ExprId no = expression();
    result = make(Op::choose, {condition, yes, no}, start.at, start.begin, set_.expr(no).end);
  } else {
    result = disjunction();
  }
  --depth_;
  return result;
}

ExprId ExpressionParser::disjunction() {
  ExprId left = conjunction();
  while (in_.at("或")) {
    const Token mark = in_.take();
    const ExprId right = conjunction();
    for (const ExprId side : {left, right})
      if (set_.expr(side).op == Op::both && set_.text(set_.expr(side)).front() != '(' && !set_.text(set_.expr(side)).starts_with("（"))
        throw Syntax{mark.at, "“且”与“或”混用时请加括号，写明先后。"};
    left = make(Op::either, {left, right});
  }
  return left;
}
ExprId ExpressionParser::conjunction() {
  ExprId left = negation();
  while (in_.accept("且")) left = make(Op::both, {left, negation()});
  return left;
}
ExprId ExpressionParser::negation() {
  if (!in_.at("非")) return comparison();
  if (++depth_ > kDepthMax) throw Syntax{in_.where(), fmt::format("式子嵌套超过 {} 层，请拆成几个定义。", kDepthMax)};
  const Token start = in_.take();
  const ExprId inner = negation();
  --depth_;
  return make(Op::not_, {inner}, start.at, start.begin, set_.expr(inner).end);
}

ExprId ExpressionParser::comparison() {
  const ExprId left = capped();
  if (in_.accept("在")) return make(Op::within, {left, primary()});
  if (in_.accept("属于")) {
    in_.expect("(", "“属于”之后应为（……、……）。");
    std::vector<ExprId> args{left};
    do args.push_back(primary());
    while (in_.accept("、") || in_.accept(","));
    const std::int32_t end = in_.done() ? 0 : in_.peek().end;
    in_.expect(")", "缺少右括号“）”。");
    const ExprId id = make(Op::one_of, args);
    set_.exprs[id].end = end;
    return id;
  }
  for (const Comparison& c : kComparisons)
    if (in_.at(c.word)) {
      in_.take();
      const ExprId right = capped();
      const ExprId id = c.swapped ? make(c.op, {right, left}) : make(c.op, {left, right});
      for (const Comparison& again : kComparisons)
        if (in_.at(again.word)) throw Syntax{in_.where(), "不能连续比较，请用“且”连接两个条件。"};
      return id;
    }
  return left;
}
ExprId ExpressionParser::capped() {
  ExprId left = sum();
  for (;;) {
    if (in_.accept("不超过")) left = make(Op::smaller, {left, sum()});
    else if (in_.accept("不少于")) left = make(Op::larger, {left, sum()});
    else return left;
  }
}
ExprId ExpressionParser::sum() {
  ExprId left = product();
  for (;;) {
    if (in_.accept("+")) left = make(Op::add, {left, product()});
    else if (in_.accept("-")) left = make(Op::subtract, {left, product()});
    else return left;
  }
}
ExprId ExpressionParser::product() {
  ExprId left = unary();
  for (;;) {
    if (in_.accept("*")) left = make(Op::multiply, {left, unary()});
    else if (in_.accept("/")) left = make(Op::divide, {left, unary()});
    else return left;
  }
}
ExprId ExpressionParser::unary() {
  if (!in_.at("-")) return primary();
  if (++depth_ > kDepthMax) throw Syntax{in_.where(), fmt::format("式子嵌套超过 {} 层，请拆成几个定义。", kDepthMax)};
  const Token start = in_.take();
  const ExprId inner = unary();
  --depth_;
  return make(Op::negate, {inner}, start.at, start.begin, set_.expr(inner).end);
}

ExprId ExpressionParser::primary() {
  if (in_.done()) throw Syntax{in_.where(), "式子没有写完。"};
  const Token t = in_.take();
  if (t.is("(")) {
    const ExprId id = expression();
    const std::int32_t end = in_.done() ? 0 : in_.peek().end;
    in_.expect(")", "缺少右括号“）”。");
    set_.exprs[id].begin = t.begin;
    set_.exprs[id].end = end;
    return id;
  }
  if (t.kind == Lex::number || t.kind == Lex::date) return leaf(t);
  if (t.kind == Lex::word && in_.at("(")) return call(t);
  static constexpr std::string_view operands[] = {"是", "否", "本市", "本县", "本省", "全国", "月初", "月末"};
  if (t.kind == Lex::word && (!reserved(t.text) || std::ranges::find(operands, t.text) != std::end(operands))) {
    const ExprId id = leaf(t);
    return id;
  }
  if (t.kind == Lex::month) throw Syntax{t.at, "式子里的日期要写到日，例如 2024-06-30。"};
  throw Syntax{t.at, fmt::format("这里应为名称、数值或括号，却是“{}”。", t.text)};
}

ExprId ExpressionParser::call(const Token& name) {
  const auto f = std::ranges::find(kFunctions, name.text, &Function::name);
  if (f == std::end(kFunctions)) throw Syntax{name.at, fmt::format("没有“{}”这个函数。", name.text)};
  in_.take();
  std::vector<ExprId> args;
  for (bool more = !in_.at(")"); more; more = in_.accept(",") || in_.accept("、")) args.push_back(expression());
  const std::int32_t end = in_.done() ? 0 : in_.peek().end;
  in_.expect(")", "缺少右括号“）”。");
  if (args.size() < f->min || args.size() > f->max)
    throw Syntax{name.at, f->min == f->max ? fmt::format("“{}”要 {} 个参数，写了 {} 个。", name.text, f->min, args.size())
                                           : fmt::format("“{}”至少要 {} 个参数。", name.text, f->min)};
  const ExprId id = make(f->op, std::move(args), name.at, name.begin, end);
  set_.exprs[id].rounding = f->rounding;
  set_.exprs[id].literal = f->unit;
  return id;
}

ExprId ExpressionParser::value() {
  if (in_.accept("未知")) return kNone;
  if (in_.done()) throw Syntax{in_.where(), "缺少取值。"};
  const bool negative = in_.accept("-");
  const Token& t = in_.take();
  if (t.kind != Lex::number && t.kind != Lex::date && t.kind != Lex::word)
    throw Syntax{t.at, fmt::format("取值不正确：“{}”。", t.text)};
  const ExprId id = leaf(t);
  if (negative) set_.exprs[id].literal = -t.value;
  return id;
}

}  // namespace yilin::policy
