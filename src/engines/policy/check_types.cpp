#include "engines/policy/check_types.h"

#include <algorithm>

#include <fmt/format.h>

namespace yilin::policy {
namespace {
Type boolean() { Type t; t.kind = Kind::boolean; return t; }
Type number(Base base) { Type t; t.dims.power[static_cast<int>(base)] = 1; return t; }
}  // namespace

std::string Typer::describe(const Type& t) const {
  switch (t.kind) {
    case Kind::boolean: return "是否";
    case Kind::date: return "日期";
    case Kind::region: return "区划";
    case Kind::enumeration: return set_.enumerations[t.enumeration].name;
    case Kind::number: break;
  }
  return t.dims.plain() ? "无单位的数" : to_string(t.dims);
}

void Typer::need(ExprId id, Kind kind, std::string_view message) {
  const Type t = check(id);
  if (t.kind != kind) throw Syntax{set_.expr(id).at, fmt::format("{}，“{}”却是{}。", message, set_.text(id), describe(t))};
}

Type Typer::resolve_word(Expr& e) {
  const std::string word(set_.text(e));
  Type t;
  if (word == "是" || word == "否") {
    e.op = Op::literal;
    e.literal = word == "是";
    return boolean();
  }
  if (word == "月初" || word == "月末") {
    e.op = word == "月初" ? Op::month_start : Op::month_end;
    t.kind = Kind::date;
    return t;
  }
  if (word == "本省" || word == "本市" || word == "本县") {
    e.op = Op::here;
    e.literal = static_cast<int>(word == "本省" ? RegionLevel::province : word == "本市" ? RegionLevel::city : RegionLevel::county);
    t.kind = Kind::region;
    return t;
  }
  if (const NameId id = set_.find(word); id != kNone) {
    e.op = Op::name;
    e.name = id;
    return set_.name(id).type;
  }
  for (std::size_t i = 0; i < set_.enumerations.size(); ++i) {
    const auto& values = set_.enumerations[i].values;
    const auto at = std::ranges::find(values, word);
    if (at == values.end()) continue;
    e.op = Op::literal;
    e.literal = at - values.begin();
    t.kind = Kind::enumeration;
    t.enumeration = static_cast<std::int16_t>(i);
    return t;
  }
  if (const Region* region = set_.region(word)) {
    e.op = Op::literal;
    e.literal = region->code.value / 1'000'000;
    t.kind = Kind::region;
    return t;
  }
  throw Syntax{e.at, fmt::format("没有“{}”这个名称：它不是事实、定义、标准、待遇、枚举值或地区。", word)};
}

Type Typer::arithmetic(Expr& e) {
  std::vector<Type> types;
  for (const ExprId a : e.args) {
    types.push_back(check(a));
    if (types.back().kind != Kind::number)
      throw Syntax{set_.expr(a).at, fmt::format("只有数才能计算，“{}”是{}。", set_.text(a), describe(types.back()))};
  }
  Type t = types[0];
  if (e.op == Op::negate) return t;
  if (e.op == Op::multiply || e.op == Op::divide) {
    t.dims = e.op == Op::multiply ? types[0].dims * types[1].dims : types[0].dims / types[1].dims;
    t.whole = e.op == Op::multiply && types[0].whole && types[1].whole;
    for (const std::int8_t p : t.dims.power)
      if (p > 3 || p < -3) throw Syntax{e.at, "单位的乘方超出范围。"};
    return t;
  }
  if (types[0].dims != types[1].dims)
    throw Syntax{e.at, fmt::format("单位不一致：“{}”是{}，“{}”是{}。", set_.text(e.args[0]), describe(types[0]), set_.text(e.args[1]), describe(types[1]))};
  t.whole = types[0].whole && types[1].whole;
  return t;
}

Type Typer::comparison(Expr& e) {
  const Type a = check(e.args[0]), b = check(e.args[1]);
  const bool ordered = e.op == Op::less || e.op == Op::less_equal;
  if (!a.matches(b))
    throw Syntax{e.at, fmt::format("不能比较：“{}”是{}，“{}”是{}。", set_.text(e.args[0]), describe(a), set_.text(e.args[1]), describe(b))};
  if (ordered && (a.kind == Kind::boolean || a.kind == Kind::region)) throw Syntax{e.at, fmt::format("{}不能比大小。", describe(a))};
  return boolean();
}

Type Typer::call(Expr& e, ExprId id) {
  const auto arg = [&](std::size_t i) { return set_.expr(id).args[i]; };
  switch (e.op) {
    case Op::smaller: case Op::larger: {
      Type t = check(arg(0));
      if (t.kind != Kind::number && t.kind != Kind::date) throw Syntax{set_.expr(arg(0)).at, fmt::format("只有数和日期才能取高低，“{}”是{}。", set_.text(arg(0)), describe(t))};
      for (std::size_t i = 1; i < set_.expr(id).args.size(); ++i) {
        const Type o = check(arg(i));
        if (!o.matches(t))
          throw Syntax{set_.expr(arg(i)).at, fmt::format("单位不一致：“{}”是{}，“{}”是{}。", set_.text(arg(0)), describe(t), set_.text(arg(i)), describe(o))};
        t.whole = t.whole && o.whole;
      }
      return t;
    }
    case Op::round: {
      const bool integers = set_.text(set_.expr(id)).find("整数") != std::string_view::npos;
      Type t = check(arg(0));
      if (t.kind != Kind::number) throw Syntax{set_.expr(arg(0)).at, fmt::format("只有数才能取整，“{}”是{}。", set_.text(arg(0)), describe(t))};
      if (!integers && t.dims.power[0] != 1) throw Syntax{set_.expr(id).at, fmt::format("“{}”是{}，取整请用“到整数”。", set_.text(arg(0)), describe(t))};
      if (integers && t.dims.power[0] != 0) throw Syntax{set_.expr(id).at, "金额取整请写到分、到角或到元。"};
      t.whole = true;
      return t;
    }
    case Op::one_of: {
      const Type t = check(arg(0));
      for (std::size_t i = 1; i < set_.expr(id).args.size(); ++i) {
        const Type o = check(arg(i));
        if (!o.matches(t) || set_.expr(arg(i)).op != Op::literal)
          throw Syntax{set_.expr(arg(i)).at, fmt::format("“{}”不是{}的取值。", set_.text(arg(i)), describe(t))};
      }
      return boolean();
    }
    case Op::within: {
      need(arg(0), Kind::region, "“在”之前应为区划");
      need(arg(1), Kind::region, "“在”之后应为地区");
      if (set_.expr(arg(1)).op == Op::name) throw Syntax{set_.expr(arg(1)).at, "“在”之后应为地区名称或本省、本市、本县。"};
      return boolean();
    }
    case Op::years: case Op::months: case Op::days: {
      need(arg(0), Kind::date, "参数应为日期");
      need(arg(1), Kind::date, "参数应为日期");
      return number(e.op == Op::years ? Base::year : e.op == Op::months ? Base::month : Base::day);
    }
    case Op::member_sum: case Op::member_count: case Op::member_any: case Op::member_all: {
      if (in_member_) throw Syntax{e.at, "成员的合计里不能再有成员合计。"};
      in_member_ = true;
      const Op op = e.op;
      const Type t = check(arg(0));
      in_member_ = false;
      if (op == Op::member_sum) {
        if (t.kind != Kind::number || !t.whole) throw Syntax{set_.expr(arg(0)).at, fmt::format("成员合计的对象应为整数（先取整），“{}”不是。", set_.text(arg(0)))};
        return t;
      }
      if (t.kind != Kind::boolean) throw Syntax{set_.expr(arg(0)).at, fmt::format("应为是否的条件，“{}”是{}。", set_.text(arg(0)), describe(t))};
      return op == Op::member_count ? number(Base::person) : boolean();
    }
    case Op::granted: {
      check(arg(0));
      const Expr& inner = set_.expr(arg(0));
      if (inner.op != Op::name || set_.name(inner.name).kind != NameKind::benefit) throw Syntax{inner.at, fmt::format("“{}”不是待遇。", set_.text(arg(0)))};
      set_.exprs[id].name = inner.name;
      return boolean();
    }
    default: throw Syntax{e.at, "式子不正确。"};
  }
}

Type Typer::check(ExprId id) {
  Expr& e = set_.exprs[id];
  Type t;
  switch (e.op) {
    case Op::literal: case Op::name: case Op::here: case Op::month_start: case Op::month_end: t = e.type; break;
    case Op::word: t = resolve_word(e); break;
    case Op::negate: case Op::add: case Op::subtract: case Op::multiply: case Op::divide: t = arithmetic(e); break;
    case Op::less: case Op::less_equal: case Op::equal: case Op::not_equal: t = comparison(e); break;
    case Op::both: case Op::either: case Op::not_:
      for (const ExprId a : e.args) need(a, Kind::boolean, "且、或、非的两边应为是否的条件");
      t.kind = Kind::boolean;
      break;
    case Op::choose: {
      need(e.args[0], Kind::boolean, "“若”之后应为是否的条件");
      t = check(e.args[1]);
      const Type o = check(e.args[2]);
      if (!t.matches(o)) throw Syntax{set_.expr(e.args[2]).at, fmt::format("两种结果的类型不一致：{}与{}。", describe(t), describe(o))};
      t.whole = t.whole && o.whole;
      break;
    }
    default: t = call(e, id);
  }
  set_.exprs[id].type = t;
  return t;
}

Reach Typer::reach(ExprId id) const {
  const Expr& e = set_.expr(id);
  if (e.op == Op::name || e.op == Op::granted) {
    const Name& n = set_.name(e.name);
    return n.kind == NameKind::parameter ? Reach::constant : n.household ? Reach::household : Reach::person;
  }
  Reach r = Reach::constant;
  for (const ExprId a : e.args) r = std::max(r, reach(a));
  const bool members = e.op == Op::member_sum || e.op == Op::member_count || e.op == Op::member_any || e.op == Op::member_all;
  return members ? Reach::household : r;
}

Rational Typer::literal(ExprId id, const Type& type) {
  Expr& e = set_.exprs[id];
  if (type.kind == Kind::region && e.op == Op::literal && e.type.kind == Kind::number && e.type.dims.plain()) {
    const auto code = RegionCode::parse(set_.text(e));
    if (!code) throw Syntax{e.at, "区划代码应为 2、4、6 或 12 位数字。"};
    e.literal = code->value / 1'000'000;
    e.type = type;
    return e.literal;
  }
  const Type t = check(id);
  if (e.op != Op::literal || !t.matches(type)) throw Syntax{e.at, fmt::format("应为{}，“{}”不是。", describe(type), set_.text(id))};
  if (type.kind == Kind::number && type.whole && !e.literal.whole()) throw Syntax{e.at, fmt::format("“{}”应为整数（金额精确到分）。", set_.text(id))};
  return e.literal;
}

}  // namespace yilin::policy
