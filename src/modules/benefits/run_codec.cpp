#include "modules/benefits/run_codec.h"

#include <algorithm>

namespace yilin::benefits {
namespace {

constexpr char kFormat = 1;
constexpr std::uint64_t kPeopleMax = 1'000'000, kColumnsMax = 1'000, kNameMax = 1'000;
constexpr std::uint8_t kHousehold = 1, kEntitlement = 2;

void put(std::string& out, std::uint64_t x) {
  for (; x >= 0x80; x >>= 7) out += static_cast<char>(x | 0x80);
  out += static_cast<char>(x);
}
void put_signed(std::string& out, std::int64_t x) { put(out, static_cast<std::uint64_t>(x) << 1 ^ static_cast<std::uint64_t>(x >> 63)); }

struct Bytes {
  std::string_view rest;
  bool good = true;
  std::uint8_t byte() {
    if (rest.empty()) {
      good = false;
      return 0;
    }
    const auto b = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    return b;
  }
  std::uint64_t number(std::uint64_t most = UINT64_MAX) {
    std::uint64_t x = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t b = byte();
      x |= static_cast<std::uint64_t>(b & 0x7F) << shift;
      if (!(b & 0x80)) break;
    }
    if (x > most) good = false;
    return good ? x : 0;
  }
  std::int64_t signed_number() {
    const std::uint64_t x = number();
    return static_cast<std::int64_t>(x >> 1 ^ (~(x & 1) + 1));
  }
};

constexpr bool counts(std::uint8_t status) { return (status & (policy::kGranted | policy::kUnknownBit)) != 0; }

}  // namespace

Verdict RunPart::Column::verdict(std::size_t at) const {
  return status[at] & policy::kUnknownBit ? Verdict::to_verify : status[at] & policy::kGranted ? Verdict::yes : Verdict::no;
}
const RunPart::Column* RunPart::column(std::string_view benefit) const {
  const auto at = std::ranges::find(columns, benefit, &Column::benefit);
  return at == columns.end() ? nullptr : &*at;
}

std::string encode_part(const City& city, const policy::MonthRun& run, RegionCode community) {
  const auto [from, to] = city.community(community);
  std::string out(1, kFormat);
  put(out, to - from);
  std::int64_t last = 0;
  for (std::uint32_t p = from; p < to; ++p) {
    put_signed(out, city.roster.people[p].elder.value - last);
    last = city.roster.people[p].elder.value;
  }
  const std::uint32_t house_from = from < to ? city.house_of(from) : 0, house_to = from < to ? city.house_of(to - 1) + 1 : 0;
  put(out, house_to - house_from);
  for (std::uint32_t h = house_from; h < house_to; ++h) {
    const Roster::Person& head = city.roster.people[city.first_of(h)];
    put(out, city.first_of(h + 1) - city.first_of(h));
    put(out, head.house == head.elder.value ? 0 : static_cast<std::uint64_t>(head.house));
  }
  put(out, static_cast<std::uint64_t>(std::ranges::count_if(run.columns, &policy::MonthRun::Column::exists)));
  for (std::size_t c = 0; c < run.columns.size(); ++c) {
    const policy::MonthRun::Column& column = run.columns[c];
    if (!column.exists) continue;
    put(out, column.name.size());
    out += column.name;
    out += static_cast<char>((column.household ? kHousehold : 0) | (column.entitlement ? kEntitlement : 0));
    const std::uint32_t first = column.household ? house_from : from, end = column.household ? house_to : to;
    const auto row = [&](std::uint32_t i) { return column.household ? city.columns->household_row_of(i) : city.columns->row_of(i); };
    for (std::uint32_t i = first; i < end;) {
      std::uint32_t j = i + 1;
      while (j < end && column.status[row(j)] == column.status[row(i)]) ++j;
      put(out, j - i);
      out += static_cast<char>(column.status[row(i)]);
      i = j;
    }
    if (column.entitlement) continue;
    for (std::uint32_t i = first; i < end; ++i) {
      const std::uint8_t status = column.status[row(i)];
      if (!counts(status)) continue;
      const policy::Interval amount = run.range(c, row(i));
      put_signed(out, amount.lo.num);
      if (status & policy::kUnknownBit) put(out, static_cast<std::uint64_t>(amount.hi.num - amount.lo.num));
    }
  }
  return out;
}

std::optional<RunPart> decode_part(RegionCode community, std::string_view bytes) {
  Bytes in{bytes};
  if (in.byte() != kFormat) return {};
  RunPart out;
  const std::uint64_t people = in.number(kPeopleMax);
  std::int64_t last = 0;
  for (std::uint64_t i = 0; i < people && in.good; ++i) {
    last = static_cast<std::int64_t>(static_cast<std::uint64_t>(last) + static_cast<std::uint64_t>(in.signed_number()));
    out.people.push_back({{last}, community, 0});
  }
  const std::uint64_t houses = in.number(kPeopleMax);
  for (std::uint64_t h = 0; h < houses && in.good; ++h) {
    const std::uint64_t size = in.number(policy::kMembersMax);
    const auto key = static_cast<std::int64_t>(in.number());
    const auto first = static_cast<std::uint32_t>(out.house_of.size());
    if (size == 0 || first + size > out.people.size()) return {};
    out.first_of.push_back(first);
    for (std::uint64_t k = 0; k < size; ++k) {
      out.house_of.push_back(static_cast<std::uint32_t>(h));
      out.people[first + k].house = key ? key : out.people[first].elder.value;
    }
  }
  out.first_of.push_back(static_cast<std::uint32_t>(out.house_of.size()));
  if (!in.good || out.house_of.size() != out.people.size()) return {};
  const std::uint64_t columns = in.number(kColumnsMax);
  for (std::uint64_t c = 0; c < columns && in.good; ++c) {
    RunPart::Column column;
    for (std::uint64_t n = in.number(kNameMax); n > 0 && in.good; --n) column.benefit += static_cast<char>(in.byte());
    const std::uint8_t flags = in.byte();
    column.household = (flags & kHousehold) != 0;
    column.entitlement = (flags & kEntitlement) != 0;
    const std::size_t rows = column.household ? out.first_of.size() - 1 : out.people.size();
    while (column.status.size() < rows && in.good) {
      const std::uint64_t n = in.number(rows - column.status.size());
      if (n == 0) return {};
      column.status.insert(column.status.end(), n, in.byte());
    }
    column.lo.assign(rows, 0);
    column.hi.assign(rows, 0);
    for (std::size_t i = 0; i < rows && in.good && !column.entitlement; ++i) {
      if (!counts(column.status[i])) continue;
      column.lo[i] = column.hi[i] = in.signed_number();
      if (column.status[i] & policy::kUnknownBit) column.hi[i] += static_cast<std::int64_t>(in.number(INT64_MAX / 2));
    }
    out.columns.push_back(std::move(column));
  }
  if (!in.good || !in.rest.empty()) return {};
  return out;
}

std::string digest_of(std::string_view bytes) { return policy::sm3_hex(bytes); }

}  // namespace yilin::benefits
