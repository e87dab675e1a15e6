#pragma once
// Reading a JSON document field by field: wrong types and numbers out of range are gathered with their path
// ("jobs[3].service"), and a usable default stands in, so that one pass finds every error.

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::formats {

inline constexpr std::size_t kDocumentMax = 512u << 20;  // bytes of text
inline constexpr std::size_t kFindingsMax = 20;

// The document, or malformed with the position of the first wrong character.
Result<boost::json::value> parse_document(std::string_view text);

// Where the errors of one document gather.
class Findings {
 public:
  void add(std::string path, std::string message);
  bool any() const { return !fields_.empty(); }
  // A path counts elements; whoever wrote the document knows them by id. Where one on the path has an id, the message names it.
  void name_ids(const boost::json::value& document);
  Status status() const;  // invalid (422) with every finding

 private:
  std::vector<FieldError> fields_;
};

// One value and its path. Cheap to copy; the document and the findings outlive it.
class Node {
 public:
  Node(const boost::json::value* value, std::string path, Findings& findings)
      : value_(value), path_(std::move(path)), findings_(&findings) {}

  bool present() const { return value_ != nullptr && !value_->is_null(); }
  const std::string& path() const { return path_; }
  Node operator[](std::string_view name) const;  // absent when this is no object; a finding when this is another type
  std::vector<Node> items() const;               // empty when absent; a finding when no array
  std::vector<std::string> names() const;        // of an object's members; empty when absent; a finding when no object
  std::size_t size() const;                      // of an array
  bool is_array() const { return present() && value_->is_array(); }
  bool is_number() const { return present() && value_->is_number(); }

  // Whole numbers; a fraction of zero (12.0) counts as whole.
  std::int64_t whole(std::int64_t low, std::int64_t high) const;                             // required
  std::int64_t whole_or(std::int64_t fallback, std::int64_t low, std::int64_t high) const;
  double number(double low, double high) const;                                              // required, finite
  void append_whole(std::vector<std::int32_t>& out, std::int64_t low) const;  // a row of a matrix, without a Node per cell
  std::string text() const;                                                                  // required, not empty
  std::string text_or(std::string fallback) const;
  bool flag() const;  // true or false; false when absent
  std::string name() const;  // required: a string or a whole number, as text (ids come as either)
  void wrong(std::string message) const { findings_->add(path_, std::move(message)); }

 private:
  const boost::json::value* value_;
  std::string path_;
  Findings* findings_;
};

}  // namespace yilin::formats
