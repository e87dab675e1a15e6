#include "formats/siting/or_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace yilin::formats::siting {
namespace {

constexpr std::int64_t kCellsMax = 200'000'000;

class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}
  std::string_view next() {
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
    const std::size_t from = at_;
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) > ' ') ++at_;
    ++count_;
    return text_.substr(from, at_ - from);
  }
  // A number within [lo, hi]; the first failure is remembered.
  template <class T>
  T number(T lo, T hi) {
    std::string_view word = next();
    if (!word.empty() && word.front() == '+') word.remove_prefix(1);
    T value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (bad_ == 0 && (word.empty() || error != std::errc() || end != word.data() + word.size() || !(value >= lo) || !(value <= hi))) bad_ = count_;
    return bad_ ? lo : value;
  }
  // Integers are sometimes written "12." or "12.0".
  std::int64_t whole(std::int64_t lo, std::int64_t hi) {
    const double v = number<double>(static_cast<double>(lo), static_cast<double>(hi));
    if (bad_ == 0 && v != std::floor(v)) bad_ = count_;
    return static_cast<std::int64_t>(v);
  }
  bool bad() const { return bad_ != 0; }
  bool ended() {
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
    return at_ == text_.size();
  }
  tl::unexpected<Error> failure(std::string_view format) const {
    return fail(bad_instance, fmt::format("{} 格式：第 {} 个数缺失、不是数字或超出范围。", format, bad_ ? bad_ : count_));
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0, count_ = 0, bad_ = 0;
};

constexpr std::int64_t kBig = 1'000'000'000;

}  // namespace

Result<PmedFile> read_pmed(std::string_view text) {
  Words words(text);
  PmedFile out;
  out.nodes = static_cast<std::int32_t>(words.whole(1, 20'000));
  const std::int64_t edges = words.whole(0, 100'000'000);
  out.p = static_cast<std::int32_t>(words.whole(1, std::max(1, out.nodes)));
  for (std::int64_t e = 0; e < edges && !words.bad(); ++e) {
    const auto a = static_cast<std::int32_t>(words.whole(1, out.nodes)), b = static_cast<std::int32_t>(words.whole(1, out.nodes));
    const auto length = static_cast<std::int32_t>(words.whole(0, 1'000'000));
    out.edges.push_back({a - 1, b - 1, length});
  }
  if (words.bad()) return words.failure("pmed");
  return out;
}

Result<ScpFile> read_scp(std::string_view text) {
  Words words(text);
  ScpFile out;
  const std::int64_t rows = words.whole(1, 10'000'000), columns = words.whole(1, 10'000'000);
  for (std::int64_t j = 0; j < columns && !words.bad(); ++j) out.cost.push_back(words.whole(1, kBig));
  std::int64_t cells = 0;
  for (std::int64_t r = 0; r < rows && !words.bad(); ++r) {
    const std::int64_t n = words.whole(0, columns);
    if ((cells += n) > kCellsMax) return fail(bad_instance, "scp 格式：文件过大。");
    std::vector<std::int32_t> row;
    for (std::int64_t k = 0; k < n && !words.bad(); ++k) row.push_back(static_cast<std::int32_t>(words.whole(1, columns)) - 1);
    std::ranges::sort(row);
    row.erase(std::unique(row.begin(), row.end()), row.end());
    out.rows.push_back(std::move(row));
  }
  if (words.bad()) return words.failure("scp");
  return out;
}

Result<CapFile> read_cap(std::string_view text) {
  Words words(text);
  CapFile out;
  const std::int64_t sites = words.whole(1, 100'000), clients = words.whole(1, 1'000'000);
  if (!words.bad() && sites * clients > kCellsMax) return fail(bad_instance, "cap 格式：文件过大。");
  for (std::int64_t j = 0; j < sites && !words.bad(); ++j) {
    const double capacity = words.number<double>(0, 1e15), fixed = words.number<double>(0, 1e15);
    out.sites.push_back({capacity, fixed});
  }
  for (std::int64_t i = 0; i < clients && !words.bad(); ++i) {
    out.demand.push_back(words.number<double>(0, 1e15));
    for (std::int64_t j = 0; j < sites && !words.bad(); ++j) out.cost.push_back(words.number<double>(0, 1e15));
  }
  if (words.bad()) return words.failure("cap");
  return out;
}

Result<MclpFile> read_mclp(std::string_view text) {
  Words words(text);
  MclpFile out;
  const std::int64_t first = words.whole(1, kBig), second = words.whole(1, kBig);
  while (!words.bad() && !words.ended()) {
    const std::string_view kind = words.next();
    if (kind != "F" && kind != "C") return fail(bad_instance, "mclp 格式：每行须以 F（备选点）或 C（需求点）开头。");
    MclpFile::Item item;
    item.id = words.next();
    item.x = words.number<double>(-1e6, 1e6), item.y = words.number<double>(-1e6, 1e6);
    item.amount = words.whole(0, kBig);
    (kind == "F" ? out.sites : out.clients).push_back(std::move(item));
  }
  if (words.bad()) return words.failure("mclp");
  const auto sites = static_cast<std::int64_t>(out.sites.size()), clients = static_cast<std::int64_t>(out.clients.size());
  if (!((sites == first && clients == second) || (sites == second && clients == first)))
    return fail(bad_instance, fmt::format("mclp 格式：首行写 {} 与 {}，实际有 {} 个备选点、{} 个需求点。", first, second, sites, clients));
  return out;
}

}  // namespace yilin::formats::siting
