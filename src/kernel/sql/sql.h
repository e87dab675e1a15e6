#pragma once
// SQL text and its parameters. Text is only ever made of string literals (the constructor is consteval) and of other
// Statements, so a query cannot be built out of user input: values travel as parameters, written `?` in order.
//
//   Statement q("SELECT id, name FROM elder WHERE community = ?", code);
//   if (birth) q.add(" AND birth = ?", *birth);
//
// The text is one dialect that SQLite 3.40 and PostgreSQL 15 share (BIGINT, TEXT, BYTEA, ON CONFLICT … DO UPDATE,
// RETURNING, row values). On PostgreSQL `?` becomes `$n`. Where the two would differ in silence, write so that they cannot:
//   - ORDER BY a nullable column says NULLS FIRST or NULLS LAST;
//   - truth is BIGINT 0/1 in tables and parameters; count with FILTER (WHERE …), not by summing comparisons;
//   - a parameter has the type of its C++ value: BIGINT, TEXT or BYTEA; compare it with a column of that type;
//   - LIKE minds case on both; lower() only knows ASCII on SQLite, so fold case before storing;
//   - the two-argument min/max and greatest/least are not shared: use CASE.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/time.h"

namespace yilin::sql {

using Blob = std::vector<std::uint8_t>;
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;  // NULL, BIGINT, TEXT, BYTEA. No floats: see base.

inline Value to_value(std::int64_t v) { return v; }
inline Value to_value(int v) { return std::int64_t{v}; }
inline Value to_value(bool v) { return std::int64_t{v}; }
inline Value to_value(std::string v) { return Value(std::in_place_type<std::string>, std::move(v)); }
inline Value to_value(std::string_view v) { return Value(std::in_place_type<std::string>, v); }
inline Value to_value(const char* v) { return Value(std::in_place_type<std::string>, v); }
inline Value to_value(Blob v) { return v; }
inline Value to_value(Value v) { return v; }
inline Value to_value(Fen v) { return v.value; }
inline Value to_value(Instant v) { return v ? Value(v.ms) : Value(); }
inline Value to_value(Date v) { return v ? Value(std::int64_t{v.days}) : Value(); }
inline Value to_value(Month v) { return std::int64_t{v.index}; }
inline Value to_value(RegionCode v) { return v.value; }
template <class Tag>
Value to_value(Id<Tag> v) { return v ? Value(v.value) : Value(); }
template <class E>
  requires std::is_enum_v<E>
Value to_value(E v) { return static_cast<std::int64_t>(v); }
template <class T>
Value to_value(const std::optional<T>& v) { return v ? to_value(*v) : Value(); }

// A piece of SQL known at compile time.
struct Literal {
  std::string_view text;
  consteval Literal(const char* t) : text(t) {}
};

class Statement {
 public:
  Statement() = default;
  template <class... Args>
  Statement(Literal text, Args&&... args) { add(text, std::forward<Args>(args)...); }
  template <class... Args>
  Statement& add(Literal text, Args&&... args) {
    text_ += text.text;
    (parameters_.push_back(to_value(std::forward<Args>(args))), ...);
    return *this;
  }
  Statement& add(const Statement& other) {
    text_ += other.text_;
    parameters_.insert(parameters_.end(), other.parameters_.begin(), other.parameters_.end());
    return *this;
  }
  Statement& bind(Value value) {
    parameters_.push_back(std::move(value));
    return *this;
  }
  // For kernel code whose text comes from field tables and migrations, both literals of the program. Not for modules
  // (`tidy` holds this).
  Statement& add_trusted(std::string_view text) {
    text_ += text;
    return *this;
  }
  const std::string& text() const { return text_; }
  const std::vector<Value>& parameters() const { return parameters_; }

 private:
  std::string text_;
  std::vector<Value> parameters_;
};

}  // namespace yilin::sql
