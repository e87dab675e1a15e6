#include "modules/imports/cells.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/csv.h"

namespace yilin::imports {
namespace {

constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"独居老人", "独居"}, {"空巢老人", "空巢"}, {"留守老人", "留守"}, {"与子女同住", "与家人同住"}, {"与配偶同住", "与家人同住"},
    {"同住", "与家人同住"}, {"机构", "机构养老"}, {"入住机构", "机构养老"},
    {"特困供养", "特困"}, {"特困人员", "特困"}, {"特困老人", "特困"}, {"五保", "特困"}, {"五保户", "特困"},
    {"低保户", "低保"}, {"低保对象", "低保"}, {"低保老人", "低保"}, {"最低生活保障", "低保"}, {"低保边缘家庭", "低保边缘"}, {"低边", "低保边缘"},
    {"失能老人", "失能"}, {"失智老人", "失智"}, {"半失能老人", "半失能"}, {"重度残疾", "重残"}, {"重残老人", "重残"},
    {"计划生育特殊家庭", "计生特殊家庭"}, {"计生特扶", "计生特殊家庭"}, {"优抚对象", "优抚"}, {"失独老人", "失独"}, {"重点探访对象", "重点探访"},
    {"完好", "能力完好"}, {"自理", "能力完好"}, {"0级", "能力完好"}, {"轻度", "轻度失能"}, {"1级", "轻度失能"}, {"中度", "中度失能"},
    {"2级", "中度失能"}, {"重度", "重度失能"}, {"3级", "重度失能"}, {"完全", "完全失能"}, {"4级", "完全失能"}, {"未评", "未评估"},
    {"男性", "男"}, {"女性", "女"}, {"本人", "本人电话"}, {"共用", "与他人共用"}, {"无", "没有电话"},
    {"公司", "企业"}, {"民非", "民办非企业单位"}, {"社会服务机构", "民办非企业单位"}, {"敬老院", "养老院"}, {"街道综合养老服务中心", "综合养老服务中心"},
    {"社区日间照料中心", "日间照料中心"}, {"农村幸福院", "幸福院"}, {"非常满意", "满意"}, {"基本满意", "一般"}, {"不满", "不满意"},
};

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Digits with at most `places` after the point, times 10^places; none when it reads otherwise.
std::optional<std::int64_t> decimal(std::string_view text, std::size_t places, bool rest_may_follow) {
  const bool minus = text.starts_with('-');
  if (minus) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  std::string_view part = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  const auto digits = [](std::string_view s) { return std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; }); };
  if (whole.empty() || whole.size() > 12 || !digits(whole) || !digits(part) || (part.size() > places && !rest_may_follow)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : whole) value = value * 10 + (c - '0');
  for (std::size_t i = 0; i < places; ++i) value = value * 10 + (i < part.size() ? part[i] - '0' : 0);
  return minus ? -value : value;
}

}  // namespace

std::string canonical_word(std::string_view word) {
  const std::string bare = text::compact(word);
  for (const auto& [written, meant] : kWords)
    if (bare == written) return std::string(meant);
  return bare;
}

std::string canonical_date(std::string_view written) {
  std::string out;
  const std::string half = text::half_width(text::trim(written));
  for (std::string_view rest = half; !rest.empty();) {
    const std::string_view before = rest;
    const char32_t c = text::take(rest);
    if (c == U'年' || c == U'月' || c == U'.') {
      if (out.size() < 8) out += '-';
      else out.append(before.substr(0, before.size() - rest.size()));
    } else if (c != U'日') {
      out.append(before.substr(0, before.size() - rest.size()));
    }
  }
  while (out.ends_with('-') || out.ends_with(' ')) out.pop_back();
  return out;
}

std::vector<std::string> split_list(std::string_view written) {
  std::vector<std::string> out(1);
  for (std::string_view rest = written; !rest.empty();) {
    const char32_t c = text::take(rest);
    if (c == U'、' || c == U'，' || c == U',' || c == U'；' || c == U';' || c == U'/' || c == U'|' || c == U' ' || c == U'　' || c == U'\n') {
      if (!out.back().empty()) out.emplace_back();
    } else {
      text::append(out.back(), c);
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

std::string_view Cells::label(std::string_view field) const {
  const Target* target = find_target(kind_, field);
  return target == nullptr ? field : target->label;
}

std::string_view Cells::text_in_message(std::string_view text) { return text::first(text, 20); }

void Cells::wrong(std::string_view field, std::string message) {
  input_.errors.push_back({std::string(field), std::string(label(field)), std::move(message)});
}

void Cells::take(const Error& error) {
  if (error.fields.empty()) input_.errors.push_back({"", "整行", std::string(error.message())});
  else input_.errors.insert(input_.errors.end(), error.fields.begin(), error.fields.end());
}

void Cells::read(std::string_view field, const entity::Table& table, void* object, std::string_view member) {
  const std::string_view given = cell(field);
  if (given.empty()) return;
  const entity::Field* known = table.find(member);
  entity::Field named = *known;
  named.label = label(field);
  // Free text that a spreadsheet would run as a formula is no name and no address.
  if (named.codec == entity::codec_of<std::string>()) {
    if (formats::formula_like(given)) return wrong(field, "内容像是公式，请改为普通文字。");
    named.codec->from_text(given, known->member(object), named, std::string(field), input_);
    return;
  }
  const bool date = named.codec == entity::codec_of<Date>();
  const bool words = !date && named.codec != entity::codec_of<IdCard>() && named.codec != entity::codec_of<Phone>();
  const std::string text = date ? canonical_date(given) : words ? canonical_word(given) : std::string(given);
  named.codec->from_text(text, known->member(object), named, std::string(field), input_);
}

std::string Cells::text(std::string_view field, std::size_t chars_max) {
  const std::string_view given = cell(field);
  if (given.empty()) return {};
  if (!text::valid(given)) wrong(field, "含有无法识别的字符。");
  else if (formats::formula_like(given)) wrong(field, "内容像是公式，请改为普通文字。");
  else if (text::length(given) > chars_max) wrong(field, fmt::format("不能超过 {} 个字。", chars_max));
  else return std::string(given);
  return {};
}

bool Cells::yes(std::string_view field) {
  const std::string given = text::lower_ascii(text::compact(cell(field)));
  if (given.empty() || one_of(given, {"否", "不是", "无", "n", "no", "0", "false"})) return false;
  if (one_of(given, {"是", "有", "y", "yes", "1", "true", "√"})) return true;
  wrong(field, "请填写“是”或“否”。");
  return false;
}

std::int64_t Cells::degrees_e6(std::string_view field) {
  const std::string given = text::compact(cell(field));
  if (given.empty()) return 0;
  const auto e6 = decimal(given, 6, true);
  if (!e6 || *e6 < -180'000'000 || *e6 > 180'000'000) {
    wrong(field, "应为以度为单位的小数，例如 115.029。");
    return 0;
  }
  return *e6;
}

std::optional<std::int64_t> Cells::whole(std::string_view field, std::int64_t least, std::int64_t most) {
  const std::string given = text::compact(cell(field));
  if (given.empty()) return std::nullopt;
  const auto value = decimal(given, 0, false);
  if (!value || *value < least || *value > most) {
    wrong(field, fmt::format("应为 {} 到 {} 之间的整数。", least, most));
    return std::nullopt;
  }
  return value;
}

std::optional<Fen> Cells::yuan(std::string_view field) {
  std::string given = text::compact(cell(field));
  if (given.empty()) return std::nullopt;
  std::erase(given, ',');
  if (given.ends_with("元")) given.resize(given.size() - std::string_view("元").size());
  const auto fen = decimal(given, 2, false);
  if (!fen || *fen < 0 || *fen > 100'000'000) {
    wrong(field, "应为金额，单位元，最多两位小数，例如 80.00。");
    return std::nullopt;
  }
  return Fen{*fen};
}

std::optional<Instant> Cells::when(std::string_view field) {
  if (!has(field)) return std::nullopt;
  const std::string given = canonical_date(cell(field));
  if (const auto day = Date::parse(given)) return start_of_day(*day);
  const auto at = parse_instant(given);
  if (!at || *at < start_of_day(Date::from_ymd(2000, 1, 1))) {
    wrong(field, "应为日期和时间，例如 2026-01-02 10:00。");
    return std::nullopt;
  }
  return *at;
}

std::optional<std::int32_t> Cells::clock_minutes(std::string_view field) {
  const std::string given = text::compact(cell(field));
  if (given.empty()) return std::nullopt;
  const std::size_t colon = given.find(':');
  if (colon != std::string::npos) {
    const auto h = decimal(std::string_view(given).substr(0, colon), 0, false);
    const auto m = decimal(std::string_view(given).substr(colon + 1).substr(0, 2), 0, false);
    if (h && m && *h >= 0 && *h <= 24 && *m >= 0 && *m < 60 && *h * 60 + *m <= 1440) return static_cast<std::int32_t>(*h * 60 + *m);
  }
  wrong(field, "应为时间，例如 08:00。");
  return std::nullopt;
}

Places::Places(Kernel& kernel, const access::Caller& caller, RegionCode home)
    : divisions_(region::divisions(kernel)), caller_(caller), home_(home) {}

std::optional<RegionCode> Places::resolve(std::string_view text) {
  const auto found = known_.find(std::string(text));
  if (found != known_.end()) return found->second;
  // What is unique at home need not be named from the city down.
  auto code = divisions_->resolve(text, home_);
  if (!code) code = divisions_->resolve(text, divisions_->city());
  if (known_.size() < kKnownMax) known_.emplace(text, code);
  return code;
}

std::optional<RegionCode> Places::find_in_city(Cells& cells, std::string_view field, std::string_view text) {
  const auto code = resolve(text);
  if (!code) cells.wrong(field, "没有找到这个地区，或有几个同名的地区，请填写 12 位代码或从区县写起的全称。");
  return code;
}

std::optional<RegionCode> Places::find(Cells& cells, std::string_view field, std::string_view text) {
  const auto code = find_in_city(cells, field, text);
  if (!code || caller_.kind != access::CallerKind::staff || caller_.in_scope(*code)) return code;
  cells.wrong(field, "这个地区不在您的管辖范围内。");
  return std::nullopt;
}

}  // namespace yilin::imports
