#pragma once
// The fields() table: the one truth for the interface of a struct. From it come JSON in and out, SQL columns, Chinese
// field errors, masking by PII class, export columns and OpenAPI.
//
//   struct Contact {
//     ContactId id;
//     std::string name;
//     Phone phone;
//     static const entity::Table& fields();
//   };
//   inline const entity::Table& Contact::fields() {
//     static const entity::Table table("Contact", "联系人", {
//         entity::field<&Contact::id>("id", "编号"),
//         entity::field<&Contact::name>("name", "姓名").required().text_max(50).pii(entity::Pii::name),
//         entity::field<&Contact::phone>("phone", "电话").pii(entity::Pii::phone),
//     });
//     return table;
//   }
//
// Member types: bool, int, int64, std::string, Id<>, Fen, BasisPoints, Date, Month, Instant, RegionCode, IdCard, Phone,
// CreditCode, enums with enum_names(), structs with fields(), std::optional<> and std::vector<> of these (codec.h).
// A struct used as input may have any subset of keys present; required() ones must be, unknown keys are refused.

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <vector>

namespace yilin::entity {

enum class Pii : std::uint8_t { none, name, phone, id_number, address, place, health, bank };

struct CodecOps;  // codec.h

struct Field {
  std::string_view name;   // JSON key and SQL column, snake_case
  std::string_view label;  // Chinese
  const CodecOps* codec = nullptr;
  void* (*member)(void* object) = nullptr;

  Pii pii_class = Pii::none;
  bool is_required = false;
  bool is_hidden = false;   // SQL only: never in JSON, OpenAPI or exports
  bool is_derived = false;  // JSON out only: no column
  bool is_sealed = false;   // stored sealed (IdCard and Phone always are)
  std::int64_t min_value = std::numeric_limits<std::int64_t>::min();
  std::int64_t max_value = std::numeric_limits<std::int64_t>::max();
  std::size_t chars_max = 200;   // code points of a string; items of a list
  std::string_view unit_name;    // "分", "分钟", "米"
  std::string_view note;         // description in OpenAPI

  Field& required() { is_required = true; return *this; }
  Field& hidden() { is_hidden = true; return *this; }
  Field& derived() { is_derived = true; return *this; }
  Field& sealed() { is_sealed = true; return *this; }
  Field& pii(Pii c) { pii_class = c; return *this; }
  Field& range(std::int64_t lo, std::int64_t hi) { min_value = lo; max_value = hi; return *this; }
  Field& text_max(std::size_t n) { chars_max = n; return *this; }
  Field& list_max(std::size_t n) { chars_max = n; return *this; }
  Field& unit(std::string_view u) { unit_name = u; return *this; }
  Field& describe(std::string_view text) { note = text; return *this; }

  const void* get(const void* object) const { return member(const_cast<void*>(object)); }
};

class Table {
 public:
  Table(std::string_view name, std::string_view label, std::vector<Field> fields)
      : name_(name), label_(label), fields_(std::move(fields)) {}
  std::string_view name() const { return name_; }    // schema name in OpenAPI, CamelCase, unique in the program
  std::string_view label() const { return label_; }
  const std::vector<Field>& fields() const { return fields_; }
  const Field* find(std::string_view field_name) const {
    for (const Field& f : fields_)
      if (f.name == field_name) return &f;
    return nullptr;
  }

 private:
  std::string_view name_, label_;
  std::vector<Field> fields_;
};

// Enums: `constexpr std::array<EnumName, n>`-like list found by argument-dependent look-up:
//   inline std::span<const entity::EnumName> enum_names(OrderState) { static constexpr entity::EnumName n[] = {…}; return n; }
// In SQL an enum is its integer value, which therefore never changes meaning; in JSON its code.
struct EnumName {
  std::int64_t value;
  std::string_view code;   // snake_case
  std::string_view label;  // Chinese
};

}  // namespace yilin::entity
