#pragma once
// How each member type is read and written. A new value type gets one Codec<T> here (or beside the type) and works in
// JSON, SQL, query strings, exports and OpenAPI at once.

#include <boost/json.hpp>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/identity.h"
#include "base/id.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/result.h"
#include "base/time.h"
#include "kernel/entity/fields.h"
#include "kernel/sql/connection.h"

namespace yilin {

inline std::span<const entity::EnumName> enum_names(Sex) {  // here, for base knows nothing of labels
  static constexpr entity::EnumName names[] = {{0, "unknown", "未知"}, {1, "male", "男"}, {2, "female", "女"}};
  return names;
}

}  // namespace yilin

namespace yilin::entity {

namespace json = boost::json;

// Which PII classes the reader may see clear. IdCard and Phone are masked for everybody: only `reveal` shows them.
struct Viewer {
  std::uint32_t clear = 0;  // bit per Pii
  constexpr bool sees(Pii c) const { return c == Pii::none || (clear >> static_cast<int>(c) & 1) != 0; }
  static constexpr Viewer all() { return {~0u}; }
};

// Gathers field errors while reading input; `today` is for values whose validity depends on the day (IdCard).
struct Input {
  Date today;
  std::vector<FieldError> errors;
  void add(const Field& field, std::string_view path, std::string message);
};

struct CodecOps {
  // JSON in. Adds errors under `path` and returns false when the value is not acceptable.
  bool (*from_json)(const json::value&, void* out, const Field&, const std::string& path, Input&);
  // From a query string, a path segment or a cell; empty text = absent (never called).
  bool (*from_text)(std::string_view, void* out, const Field&, const std::string& path, Input&);
  void (*to_json)(const void*, const Field&, const Viewer&, std::string& out);
  std::string (*to_text)(const void*, const Field&, const Viewer&);  // for exports
  bool (*absent)(const void*);                                       // "empty": fails required()
  sql::Value (*to_sql)(const void*);                                 // plain; the store seals it when the field says so
  void (*from_sql)(const sql::Rows&, int column, void* out);
  void (*from_sealed_text)(std::string_view plain, void* out);       // after unsealing; null when the type cannot be sealed
  std::string (*to_sealed_text)(const void*);
  bool always_sealed;
  bool storable;  // has one SQL column
  bool nullable;  // std::optional: null says something that no value says
  void (*schema)(json::object& out, const Field&);
  const Table* (*nested)();  // the struct behind (also of lists and optionals), or null
};

template <class T>
struct Codec;  // codecs.inc.h
template <class T>
const CodecOps* codec_of();

template <auto Member>
struct MemberOf;
template <class C, class M, M C::*Member>
struct MemberOf<Member> {
  using Class = C;
  using Type = M;
};

template <auto Member>
Field field(std::string_view name, std::string_view label) {
  using Of = MemberOf<Member>;
  Field f;
  f.name = name;
  f.label = label;
  f.codec = codec_of<typename Of::Type>();
  f.member = [](void* object) -> void* { return &(static_cast<typename Of::Class*>(object)->*Member); };
  if constexpr (std::same_as<typename Of::Type, std::int32_t> || std::same_as<typename Of::Type, std::optional<std::int32_t>> ||
                std::same_as<typename Of::Type, std::vector<std::int32_t>>)
    f.range(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
  return f;
}

void append_json_string(std::string& out, std::string_view text);

}  // namespace yilin::entity

#include "kernel/entity/codecs.inc.h"
