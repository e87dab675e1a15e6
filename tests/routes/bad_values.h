#pragma once
// What a field might be sent: something plausible, and much that is not. Read from its own description (fields()).

#include <string>
#include <vector>

#include "kernel/entity/codec.h"

namespace yilin::test {

namespace json = entity::json;

inline json::object schema_of(const entity::Field& field) {
  json::object schema;
  field.codec->schema(schema, field);
  return schema;
}

inline std::string word(const json::object& schema, std::string_view key) {
  const json::value* value = schema.if_contains(key);
  if (value == nullptr) return {};
  if (value->is_array()) {  // "type": ["string", "null"]
    for (const json::value& v : value->get_array())
      if (v.is_string() && v.get_string() != "null") return std::string(v.get_string());
    return {};
  }
  return value->is_string() ? std::string(value->get_string()) : std::string();
}

// `ids` answers the id that a field of this name would have.
template <class Ids>
json::value plausible(const entity::Field& field, const Ids& ids, int depth = 0);

template <class Ids>
json::object plausible_object(const entity::Table& table, const Ids& ids, int depth = 0) {
  json::object out;
  for (const entity::Field& field : table.fields())
    if (!field.is_hidden && !field.is_derived && (field.is_required || field.name == "version" || field.name == "reason"))
      out[field.name] = plausible(field, ids, depth + 1);
  return out;
}

template <class Ids>
json::value plausible(const entity::Field& field, const Ids& ids, int depth) {
  const json::object schema = schema_of(field);
  const std::string type = word(schema, "type"), format = word(schema, "format");
  if (type == "array") {
    const json::value* items = schema.if_contains("items");
    if (const entity::Table* nested = field.codec->nested(); nested != nullptr && depth < 4) return json::array{plausible_object(*nested, ids, depth)};
    if (items != nullptr && items->is_object()) {
      const json::object& item = items->get_object();
      if (const json::value* names = item.if_contains("enum")) return json::array{names->at(0)};
      if (word(item, "type") == "integer") return json::array{1};
    }
    return json::array{"文字"};
  }
  if (const entity::Table* nested = field.codec->nested(); nested != nullptr && depth < 4) return plausible_object(*nested, ids, depth);
  if (const json::value* names = schema.if_contains("enum")) return names->at(0);
  if (type == "boolean") return true;
  if (type == "integer") {
    const json::value* least = schema.if_contains("minimum");
    return least != nullptr && least->is_int64() && least->get_int64() > 1 ? least->get_int64() : 1;
  }
  if (format == "date") return "2026-11-22";
  if (format == "date-time") return "2026-11-22T15:00:00+08:00";
  if (format.starts_with("month") || word(schema, "pattern").find("-[0-9]{2}$") != std::string::npos) return "2026-11";
  const std::string id = ids(field.name);
  return id.empty() ? json::value("文字") : json::value(id);
}

// Values of a wrong kind for anything: each must be refused when the field is of another kind, and never break anything.
inline std::vector<json::value> wrong_values(const entity::Field& field) {
  const json::object schema = schema_of(field);
  const std::string type = word(schema, "type");
  std::vector<json::value> out;
  if (type != "boolean") out.emplace_back(true);
  if (type != "array") out.push_back(json::array{json::array{1}});
  if (field.codec->nested() == nullptr || type == "array") out.push_back(json::object{{"a", json::object{{"b", 1}}}});
  if (type != "integer") out.emplace_back(-7);
  out.emplace_back(1.5);
  out.emplace_back(1e300);
  if (type == "array" || type == "integer" || type == "boolean" || field.codec->nested() != nullptr) out.emplace_back("一二三");
  return out;
}

// Of the right kind perhaps, but extreme: refused or taken, never a fault of ours.
inline json::array extreme_values() {
  return {"", std::string(5'000, 'x'), std::string("a\0b", 3), "'; DROP TABLE elder; --", "9223372036854775807", "-1", "99999999999999999999",
          "2026-02-30", "9999-12-31", "9999-12-31T23:59:59.999+08:00", INT64_MAX, INT64_MIN, json::array{}, nullptr};
}

// The same for addresses, where everything is text.
inline std::vector<std::string> extreme_texts() {
  return {"x", "-1", "0", "99999999999999999999", "9223372036854775807", "2026-02-30", "9999-12-31", "\xff\xfe", std::string("a\0b", 3),
          std::string(5'000, 'x'), "'; DROP TABLE elder; --", "1,1,1,1", "410922000000"};
}

}  // namespace yilin::test
