// Rows of elders.
#include <fmt/format.h>

#include "base/text.h"
#include "modules/imports/rows.h"

namespace yilin::imports {
namespace {

void read_place(Cells& cells, Places& places, registry::NewElder& elder) {
  const std::string_view community = cells.cell("region");
  if (community.empty()) return cells.wrong("region", "请填写社区。");
  // A code stands for itself; a name may have its county and street in columns beside it.
  const bool code = community.find_first_not_of("0123456789") == std::string_view::npos;
  std::string whole;
  if (!code) whole.append(cells.cell("county")).append(cells.cell("street"));
  whole += community;
  if (const auto region = places.find(cells, "region", whole)) elder.region = *region;
}

void read_labels(Cells& cells, registry::NewElder& elder, bool official) {
  std::vector<registry::Label> labels;
  cells.read_words("labels", labels);
  const std::string evidence = cells.text("label_evidence", 200);
  for (const registry::Label label : labels) elder.labels.push_back({label, {}, {}, evidence, official && !evidence.empty()});
}

void read_contact(Cells& cells, registry::NewElder& elder) {
  if (!cells.has("contact_name") && !cells.has("contact_phone")) return;
  registry::NewContact contact;
  if (!cells.has("contact_name")) cells.wrong("contact_name", "请填写联系人姓名。");
  cells.read("contact_name", contact, "name");
  cells.read("contact_relation", contact, "relation");
  cells.read("contact_phone", contact, "phone");
  contact.is_guardian = cells.yes("contact_guardian");
  contact.may_order = cells.yes("contact_order");
  contact.is_emergency = true;
  elder.contacts.push_back(std::move(contact));
}

}  // namespace

registry::NewElder elder_of(Cells& cells, Places& places, bool official) {
  registry::NewElder elder;
  if (!cells.has("name")) cells.wrong("name", "请填写姓名。");
  for (const std::string_view field : {"name", "id_card", "birth", "sex", "phone", "phone_use", "address", "datum", "living", "ability", "ethnicity", "marital"})
    cells.read(field, elder, field);
  if (!cells.has("id_card") && !cells.has("birth")) cells.wrong("birth", "没有身份证号时，请填写出生日期。");
  read_place(cells, places, elder);
  elder.lon_e6 = cells.degrees_e6("lon");
  elder.lat_e6 = cells.degrees_e6("lat");
  read_labels(cells, elder, official);
  read_contact(cells, elder);
  return elder;
}

std::string identity_of(const registry::NewElder& elder) {
  return fmt::format("{}|{}|{}|{}|{}|{}", text::name_key(elder.name), to_string(elder.birth), static_cast<int>(elder.sex), elder.phone.reveal(),
                     elder.region.value, text::compact(elder.address));
}

}  // namespace yilin::imports
