#include "modules/policy/book.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "engines/policy/resolve.h"
#include "modules/policy/policy.h"

namespace yilin::policies::book {
namespace {

using policy::NameId;
using policy::Rational;
using policy::RuleSet;

constexpr std::string_view kScenario = "《测算方案（未发布）》";

// A decimal of at most six places; none when it has more.
std::optional<std::string> decimal(const Rational& x) {
  for (std::int64_t places = 0, power = 1; places <= 6; ++places, power *= 10) {
    if (power % x.den != 0) continue;
    const std::int64_t whole = x.num * (power / x.den);
    const std::string digits = fmt::format("{:0{}}", whole < 0 ? -whole : whole, places + 1);
    std::string out = digits.substr(0, digits.size() - static_cast<std::size_t>(places));
    if (places > 0) out += "." + digits.substr(digits.size() - static_cast<std::size_t>(places));
    return (whole < 0 ? "-" : "") + out;
  }
  return {};
}

// What a unit's number is multiplied by to get base units.
Rational scale_of(const policy::Type& type, std::string& unit) {
  if (type.kind != policy::Kind::number) return 1;
  if (type.dims.plain()) {
    unit = type.whole ? unit : "%";
    return type.whole ? Rational(1) : Rational(1, 100);
  }
  unit = to_string(type.dims);
  const policy::Unit* first = policy::unit_prefix(unit);
  return first == nullptr ? Rational(1) : Rational(first->scale);
}

struct RowText {
  std::size_t file = 0;
  std::string table, row;
};

Result<RowText> row_of(const RuleSet& rules, const ParameterChange& change, std::size_t at, Date today) {
  const std::string field = fmt::format("parameters[{}]", at);
  const auto wrong = [&](std::string message) {
    Error error(errors::bad_parameter);
    error.fields.push_back({field, change.parameter, std::move(message)});
    return fail(std::move(error));
  };
  const NameId id = rules.find(change.parameter);
  if (id == policy::kNone || rules.name(id).kind != policy::NameKind::parameter) return wrong("没有这个标准项目。");
  const policy::Name& name = rules.name(id);
  const auto value = rules.parse_value(name.type, change.value);
  if (!value) return wrong(fmt::format("“{}”不是这个标准的取值：应为带单位的数，例如 {}。", change.value, rules.format(rules.expr(rules.version(name.versions.front()).value).literal, name.type)));
  const auto region = std::ranges::find(rules.regions, change.region, &policy::Region::code);
  if (region == rules.regions.end()) return wrong("规则里没有登记这个地区，请先在词汇中登记。");
  if (change.from.index == 0) return wrong("请写明从哪个月起。");
  if (change.to && *change.to < change.from) return wrong("截止月份早于开始月份。");

  // The version it takes the place of: of the most specific region around, the latest published.
  const policy::Version* nearest = nullptr;
  Date published = today;
  for (const policy::VersionId v : name.versions) {
    const policy::Version& version = rules.version(v);
    if (!version.region.contains(change.region)) continue;
    if (version.region == change.region && version.published >= published) published = version.published + 1;
    if (version.to <= change.from || (change.to && version.from > *change.to)) continue;
    if (nearest == nullptr || version.region.level() > nearest->region.level()) nearest = &version;
  }
  std::string unit = "比例";
  const Rational scale = scale_of(name.type, unit);
  const auto number = decimal(*value / scale);
  if (!number) return wrong("数值的小数位过多。");
  const std::size_t dot = change.parameter.find('.');
  RowText out;
  const policy::Version& home = nearest != nullptr ? *nearest : rules.version(name.versions.front());
  out.file = static_cast<std::size_t>(home.at.file);
  out.table = change.parameter.substr(0, dot);
  out.row = fmt::format("  | {} | {} | {} | {} | {} | {} | {} | {} | 低 | {} |", change.parameter.substr(dot + 1), region->name, to_string(change.from),
                        change.to ? to_string(*change.to) : "", *number, unit, nearest != nullptr ? rules.region_name(nearest->region) : "", to_string(published), kScenario);
  return out;
}

}  // namespace

std::string digest_of_text(std::string_view text) { return policy::sm3_hex(text); }

std::string digest_of(std::vector<FileDigest> files) {
  std::ranges::sort(files, {}, &FileDigest::name);
  std::string all;
  for (const FileDigest& f : files) all += f.name + "\n" + f.digest + "\n";
  return policy::sm3_hex(all);
}

std::string digest_of(const Book& book) {
  std::vector<FileDigest> files;
  for (const policy::Source& s : book) files.push_back({s.name, digest_of_text(s.text)});
  return digest_of(std::move(files));
}

Status check_name(std::string_view name) {
  const auto wrong = [](std::string message) { return fail_field("name", "文件名", std::move(message)); };
  if (!text::valid(name) || name.find_first_of("\n\t\\:*?\"<>|") != std::string_view::npos) return wrong("文件名含有不能使用的字符。");
  if (!name.ends_with(".txt") || name.size() <= 4 || name.starts_with('/')) return wrong("文件名应以 .txt 结尾，例如 濮阳市/福利补贴.txt。");
  if (text::length(name) > kFileNameMax) return wrong(fmt::format("文件名不超过 {} 个字。", kFileNameMax));
  if (name.find("..") != std::string_view::npos || name.find("//") != std::string_view::npos || text::trim(name) != name) return wrong("文件名不正确。");
  return {};
}

Status check_text(std::string_view text) {
  if (text.size() > kFileBytesMax) return fail(errors::too_large, fmt::format("一个规则文件不超过 {} KB，请拆成几个文件。", kFileBytesMax / 1024));
  if (!text::well_formed(text) || text.find('\0') != std::string_view::npos) return fail_field("text", "正文", "正文不是 UTF-8 文字。");
  if (text::trim(text).empty()) return fail_field("text", "正文", "正文是空的。");
  return {};
}

Status check_size(const Book& book) {
  if (book.size() > kFilesMax) return fail(errors::too_large, fmt::format("一个版本最多 {} 个文件。", kFilesMax));
  std::size_t bytes = 0;
  for (const policy::Source& s : book) bytes += s.text.size();
  if (bytes > kBookBytesMax) return fail(errors::too_large, fmt::format("一个版本的规则合计不超过 {} KB。", kBookBytesMax / 1024));
  return {};
}

const policy::Source* find(const Book& book, std::string_view name) {
  const auto at = std::ranges::lower_bound(book, name, {}, [](const policy::Source& s) { return std::string_view(s.name); });
  return at != book.end() && at->name == name ? &*at : nullptr;
}

Result<Book> with_files(Book book, const std::vector<FileChange>& changes) {
  for (const FileChange& change : changes) {
    const auto at = std::ranges::find(book, change.name, &policy::Source::name);
    if (!change.text) {
      if (at != book.end()) book.erase(at);
      continue;
    }
    YILIN_CHECK(check_name(change.name));
    YILIN_CHECK(check_text(*change.text));
    if (at != book.end()) at->text = *change.text;
    else book.push_back({change.name, *change.text});
  }
  std::ranges::sort(book, {}, &policy::Source::name);
  YILIN_CHECK(check_size(book));
  return book;
}

Result<Book> merge(const Book& base, const Book& draft, const Book& current) {
  std::map<std::string, int> names;
  for (const Book* book : {&base, &draft, &current})
    for (const policy::Source& s : *book) names[s.name];
  const auto text = [](const Book& book, const std::string& name) {
    const policy::Source* s = find(book, name);
    return s == nullptr ? std::optional<std::string_view>() : std::optional<std::string_view>(s->text);
  };
  Book out;
  std::string both;
  for (const auto& [name, unused] : names) {
    const auto b = text(base, name), d = text(draft, name), c = text(current, name);
    if (d != b && c != b && d != c) both += (both.empty() ? "" : "、") + name;
    const auto& chosen = d == b ? c : d;
    if (chosen) out.push_back({name, std::string(*chosen)});
  }
  if (!both.empty()) return fail(errors::merge_conflict, fmt::format("现行版本也改动了：{}。请把现行版本的改动抄入后再合并。", both));
  YILIN_CHECK(check_size(out));
  return out;
}

Result<Book> with_parameters(Book book, const RuleSet& rules, const std::vector<ParameterChange>& changes, Date today) {
  std::map<std::pair<std::size_t, std::string>, std::string> blocks;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    YILIN_TRY(const RowText row, row_of(rules, changes[i], i, today));
    std::string& block = blocks[{row.file, row.table}];
    if (block.empty()) block = fmt::format("\n标准表 {}\n  | 项目 | 地区 | 自 | 至 | 数值 | 单位 | 替代 | 公布 | 可信度 | 依据 |\n", row.table);
    block += row.row + "\n";
  }
  for (const auto& [where, block] : blocks) {
    const auto file = std::ranges::find(book, rules.sources[where.first].name, &policy::Source::name);
    if (file == book.end()) return fail(errors::bad_parameter);
    if (!file->text.ends_with('\n')) file->text += '\n';
    file->text += block;
  }
  YILIN_CHECK(check_size(book));
  return book;
}

}  // namespace yilin::policies::book
