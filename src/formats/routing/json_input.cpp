#include "formats/routing/json_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace yilin::formats {

namespace json = boost::json;

Result<json::value> parse_document(std::string_view text) {
  if (text.size() > kDocumentMax) return fail(errors::too_large, "文件超过 512 MB。");
  json::stream_parser parser;
  boost::system::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (!error && read == text.size()) parser.finish(error);
  if (!error && read < text.size()) error = json::error::extra_data;
  if (!error && parser.done()) return parser.release();
  const std::string_view before = text.substr(0, read);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column = read - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1) + 1;
  return fail(errors::malformed, fmt::format("不是完整的 JSON：第 {} 行第 {} 个字节附近读不懂。", line, column));
}

void Findings::add(std::string path, std::string message) {
  if (fields_.size() < kFindingsMax) fields_.push_back({std::move(path), "", std::move(message)});
}

namespace {

// The last id on a path like "shipments[2].pickup.service"; empty if there is none, or if the path is that of the id itself.
std::string id_on(const json::value& document, std::string_view path) {
  const json::value* at = &document;
  std::string id;
  while (at != nullptr && !path.empty()) {
    const std::size_t end = path.find_first_of(".[]");
    const std::string_view step = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    if (step.empty()) continue;
    if (step == "id") return {};
    if (at->is_array()) {
      const std::size_t index = std::strtoull(std::string(step).c_str(), nullptr, 10);
      at = index < at->get_array().size() ? &at->get_array()[index] : nullptr;
    } else {
      at = at->is_object() ? at->get_object().if_contains(step) : nullptr;
    }
    const json::value* own = at != nullptr && at->is_object() ? at->get_object().if_contains("id") : nullptr;
    if (own != nullptr && own->is_number()) id = json::serialize(*own);
    if (own != nullptr && own->is_string()) id = std::string(std::string_view(own->get_string()).substr(0, 40));
  }
  return id;
}

}  // namespace

void Findings::name_ids(const json::value& document) {
  for (FieldError& f : fields_)
    if (const std::string id = id_on(document, f.field); !id.empty()) f.message = fmt::format("编号 {}：{}", id, f.message);
}

Status Findings::status() const {
  if (fields_.empty()) return {};
  Error error(errors::invalid);
  error.detail = fields_[0].field + "：" + fields_[0].message;
  error.fields = fields_;
  return fail(std::move(error));
}

Node Node::operator[](std::string_view name) const {
  std::string path = path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  if (!present()) return {nullptr, std::move(path), *findings_};
  if (!value_->is_object()) {
    wrong("应为对象 { … }。");
    return {nullptr, std::move(path), *findings_};
  }
  return {value_->get_object().if_contains(name), std::move(path), *findings_};
}

std::vector<Node> Node::items() const {
  std::vector<Node> result;
  if (!present()) return result;
  if (!value_->is_array()) {
    wrong("应为数组 [ … ]。");
    return result;
  }
  const auto& array = value_->get_array();
  result.reserve(array.size());
  for (std::size_t i = 0; i < array.size(); ++i) result.emplace_back(&array[i], fmt::format("{}[{}]", path_, i), *findings_);
  return result;
}

std::vector<std::string> Node::names() const {
  std::vector<std::string> result;
  if (!present()) return result;
  if (!value_->is_object()) wrong("应为对象 { … }。");
  else
    for (const auto& member : value_->get_object()) result.emplace_back(member.key());
  return result;
}

std::size_t Node::size() const { return present() && value_->is_array() ? value_->get_array().size() : 0; }

std::int64_t Node::whole(std::int64_t low, std::int64_t high) const {
  if (!present()) {
    wrong("必须填写。");
    return low;
  }
  std::int64_t value = 0;
  if (value_->is_int64()) {
    value = value_->get_int64();
  } else if (value_->is_double() && std::abs(value_->get_double()) < 9e15 && std::floor(value_->get_double()) == value_->get_double()) {
    value = static_cast<std::int64_t>(value_->get_double());
  } else {
    wrong("应为整数。");
    return low;
  }
  if (value < low || value > high) {
    wrong(fmt::format("应在 {} 至 {} 之间，现为 {}。", low, high, value));
    return low;
  }
  return value;
}

std::int64_t Node::whole_or(std::int64_t fallback, std::int64_t low, std::int64_t high) const {
  return present() ? whole(low, high) : fallback;
}

double Node::number(double low, double high) const {
  if (!present()) {
    wrong("必须填写。");
    return low;
  }
  if (!value_->is_number()) {
    wrong("应为数字。");
    return low;
  }
  const double value = value_->to_number<double>();
  if (!(value >= low && value <= high)) {
    wrong(fmt::format("应在 {} 至 {} 之间，现为 {}。", low, high, value));
    return low;
  }
  return value;
}

void Node::append_whole(std::vector<std::int32_t>& out, std::int64_t low) const {
  if (!present() || !value_->is_array()) return wrong("应为数组 [ … ]。");
  std::size_t column = 0;
  for (const json::value& cell : value_->get_array()) {
    if (cell.is_int64() && cell.get_int64() >= low && cell.get_int64() <= INT32_MAX) {
      out.push_back(static_cast<std::int32_t>(cell.get_int64()));
    } else {
      out.push_back(static_cast<std::int32_t>(Node(&cell, fmt::format("{}[{}]", path_, column), *findings_).whole(low, INT32_MAX)));
    }
    ++column;
  }
}

std::string Node::text() const {
  if (!present() || !value_->is_string() || value_->get_string().empty()) {
    wrong(present() ? "应为文字，不能为空。" : "必须填写。");
    return {};
  }
  return std::string(value_->get_string());
}

std::string Node::text_or(std::string fallback) const { return present() ? text() : std::move(fallback); }

bool Node::flag() const {
  if (present() && !value_->is_bool()) wrong("应为 true 或 false。");
  return present() && value_->is_bool() && value_->get_bool();
}

std::string Node::name() const {
  if (present() && value_->is_int64()) return std::to_string(value_->get_int64());
  if (present() && value_->is_uint64()) return std::to_string(value_->get_uint64());
  return text();
}

}  // namespace yilin::formats
