#include "bench/elder_file.h"

#include <charconv>
#include <fstream>
#include <stdexcept>

#include "formats/byte_source.h"
#include "formats/csv.h"

namespace yilin::bench {
namespace {

enum Column : std::size_t { name, id_card, birth, sex, phone, region, address, lon, lat, living, label, evidence, contact, relation, contact_phone };
constexpr std::string_view kHeader[] = {"姓名",     "身份证号", "出生日期", "性别",     "联系电话", "社区代码",   "住址",        "经度",
                                                             "纬度",     "居住情况", "特殊困难标签", "标签依据", "紧急联系人", "与老人关系", "联系人电话"};

template <class E>
std::string_view label_of(E value) {
  for (const entity::EnumName& n : enum_names(value))
    if (n.value == static_cast<std::int64_t>(value)) return n.label;
  return {};
}
template <class E>
E enum_of(std::string_view label) {
  for (const entity::EnumName& n : enum_names(E{}))
    if (n.label == label) return static_cast<E>(n.value);
  throw std::runtime_error("no such word in the list: " + std::string(label));
}
template <class T>
T demanded(Result<T> parsed) {
  if (!parsed) throw std::runtime_error(std::string(parsed.error().message()));
  return std::move(*parsed);
}
std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) throw std::runtime_error("no number: " + std::string(text));
  return value;
}

registry::NewElder elder_of(const formats::Row& row, Date today) {
  registry::NewElder e;
  e.name = row.cell(name);
  if (!row.cell(id_card).empty()) e.id_card = demanded(IdCard::parse(row.cell(id_card), today));
  if (!row.cell(birth).empty()) e.birth = demanded(Date::parse(row.cell(birth)));
  if (!row.cell(sex).empty()) e.sex = enum_of<Sex>(row.cell(sex));
  if (!row.cell(phone).empty()) e.phone = demanded(Phone::parse(row.cell(phone)));
  else e.phone_use = registry::PhoneUse::none;
  e.region = demanded(RegionCode::parse(row.cell(region)));
  e.address = row.cell(address);
  e.lon_e6 = number(row.cell(lon));
  e.lat_e6 = number(row.cell(lat));
  e.datum = registry::Datum::gcj02;
  e.living = enum_of<registry::Living>(row.cell(living));
  if (!row.cell(label).empty()) {
    registry::NewLabel l;
    l.label = enum_of<registry::Label>(row.cell(label));
    l.evidence = row.cell(evidence);
    l.verified = true;
    e.labels.push_back(std::move(l));
  }
  if (!row.cell(contact).empty()) {
    registry::NewContact c;
    c.name = row.cell(contact);
    c.relation = enum_of<registry::Relation>(row.cell(relation));
    c.phone = demanded(Phone::parse(row.cell(contact_phone)));
    c.may_order = true;
    e.contacts.push_back(std::move(c));
  }
  return e;
}

}  // namespace

std::vector<registry::NewElder> write_elder_file(const std::string& path, std::int64_t elders, People& people) {
  std::vector<registry::NewElder> sample;
  const std::int64_t every = std::max<std::int64_t>(1, elders / 5000);
  std::ofstream out(path, std::ios::binary);
  std::string text;
  formats::CsvWriter csv(text);
  csv.row(kHeader);
  for (std::int64_t i = 0; i < elders; ++i) {
    const registry::NewElder e = people.next();
    const bool labelled = !e.labels.empty(), accompanied = !e.contacts.empty();
    csv.row({e.name, e.id_card.reveal(), e.birth ? to_string(e.birth) : "", e.sex == Sex::unknown ? "" : label_of(e.sex), e.phone.reveal(),
             to_string(e.region), e.address, std::to_string(e.lon_e6), std::to_string(e.lat_e6), label_of(e.living),
             labelled ? label_of(e.labels[0].label) : "", labelled ? e.labels[0].evidence : "", accompanied ? e.contacts[0].name : "",
             accompanied ? label_of(e.contacts[0].relation) : "", accompanied ? e.contacts[0].phone.reveal() : ""});
    if (i % every == 0) sample.push_back(e);
    if (text.size() < 1 << 20) continue;
    out << text;
    text.clear();
  }
  out << text;
  if (!out.flush()) throw std::runtime_error("the file cannot be written: " + path);
  return sample;
}

void read_elder_file(const std::string& path, const std::function<void(registry::NewElder)>& each) {
  const auto reader = demanded(formats::open_csv(demanded(formats::file_source(path))));
  formats::Row row;
  const Date today = civil_date(system_clock().now());
  demanded(reader->next(row));  // the header
  while (demanded(reader->next(row))) each(elder_of(row, today));
}

}  // namespace yilin::bench
