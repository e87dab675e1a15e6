#include "kernel/entity/codec.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace yilin::entity {

void Input::add(const Field& field, std::string_view path, std::string message) {
  errors.push_back({std::string(path), std::string(field.label), std::move(message)});
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

Result<std::int64_t> parse_id(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value <= 0)
    return fail(errors::invalid, "编号不正确。");
  return value;
}

std::optional<std::int64_t> parse_integer_text(std::string_view t) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(t.data(), t.data() + t.size(), value);
  if (error != std::errc{} || end != t.data() + t.size()) return std::nullopt;
  return value;
}

#define YILIN_COMPILED_CODEC(...) template const CodecOps* codec_of<__VA_ARGS__>();
YILIN_COMMON_CODECS(YILIN_COMPILED_CODEC)
#undef YILIN_COMPILED_CODEC

const CodecOps* id_codec() {
  static constexpr CodecOps ops = Codec<Id<void>>::ops();
  return &ops;
}

namespace detail {

std::string text_error_required(const Field& field) { return fmt::format("请填写{}。", field.label); }

bool type_error(const Field& field, const std::string& path, Input& input, std::string_view expected) {
  input.add(field, path, fmt::format("{}应为{}。", field.label, expected));
  return false;
}

bool check_range(std::int64_t value, const Field& field, const std::string& path, Input& input) {
  if (value >= field.min_value && value <= field.max_value) return true;
  if (field.max_value == std::numeric_limits<std::int64_t>::max())
    input.add(field, path, fmt::format("{}不能小于 {}{}。", field.label, field.min_value, field.unit_name));
  else
    input.add(field, path,
              fmt::format("{}应在 {} 到 {}{} 之间。", field.label, field.min_value, field.max_value, field.unit_name));
  return false;
}

bool check_text(std::string_view text, const Field& field, const std::string& path, Input& input) {
  if (!::yilin::text::valid(text)) {
    input.add(field, path, fmt::format("{}含有无法识别的字符。", field.label));
    return false;
  }
  if (text.size() > field.chars_max && ::yilin::text::length(text) > field.chars_max) {
    input.add(field, path, fmt::format("{}不能超过 {} 个字。", field.label, field.chars_max));
    return false;
  }
  return true;
}

bool json_integer(const json::value& value, std::int64_t& out) {
  if (value.is_int64()) {
    out = value.get_int64();
    return true;
  }
  return false;
}

std::string enum_choices(std::span<const EnumName> names) {
  std::string out;
  for (const EnumName& n : names) {
    if (!out.empty()) out += "、";
    out += fmt::format("{}（{}）", n.code, n.label);
  }
  return out;
}

std::string masked_text(Pii pii, std::string_view text) {
  if (text.empty()) return {};
  if (pii == Pii::name) return mask_name(text);
  return "＊＊＊";
}

void describe_number(json::object& out, const Field& field) {
  out["type"] = "integer";
  out["format"] = "int64";
  // What only the width of the number bounds is not worth a word.
  using Wide = std::numeric_limits<std::int64_t>;
  using Narrow = std::numeric_limits<std::int32_t>;
  if (field.min_value != Wide::min() && field.min_value != Narrow::min()) out["minimum"] = field.min_value;
  if (field.max_value != Wide::max() && field.max_value != Narrow::max()) out["maximum"] = field.max_value;
  if (!field.unit_name.empty()) out["x-unit"] = field.unit_name;
}

bool read_members(const json::object& members, const Table& table, void* object, const std::string& path, Input& input) {
  const std::size_t errors_before = input.errors.size();
  for (const auto& member : members) {
    const std::string key(member.key());
    const Field* field = table.find(key);
    const std::string at = path.empty() ? key : path + "." + key;
    if (!field || field->is_hidden || field->is_derived) {
      input.errors.push_back({at, key, fmt::format("不认识的字段“{}”。", key)});
      continue;
    }
    if (member.value().is_null()) continue;  // null = absent
    field->codec->from_json(member.value(), field->member(object), *field, at, input);
  }
  return input.errors.size() == errors_before;
}

void require_members(const Table& table, const void* object, Input& input, const std::string& path,
                     const json::object* members) {
  for (const Field& field : table.fields()) {
    if (!field.is_required) continue;
    const std::string at = path.empty() ? std::string(field.name) : path + "." + std::string(field.name);
    const bool reported = std::any_of(input.errors.begin(), input.errors.end(), [&](const FieldError& e) {
      return e.field.starts_with(at) && (e.field.size() == at.size() || e.field[at.size()] == '.');
    });
    const bool missing = members && (!members->contains(field.name) || members->at(field.name).is_null());
    if (!reported && (missing || field.codec->absent(field.get(object)))) input.add(field, at, text_error_required(field));
  }
}

bool read_object(const json::value& value, const Table& table, void* object, const std::string& path, Input& input) {
  if (!value.is_object()) {
    input.errors.push_back({path, std::string(table.label()), fmt::format("{}应为对象。", table.label())});
    return false;
  }
  const std::size_t errors_before = input.errors.size();
  read_members(value.get_object(), table, object, path, input);
  require_members(table, object, input, path, &value.get_object());
  return input.errors.size() == errors_before;
}

void write_object(const Table& table, const void* object, const Viewer& viewer, std::string& out) {
  out += '{';
  bool first = true;
  for (const Field& field : table.fields()) {
    if (field.is_hidden) continue;
    if (!first) out += ',';
    first = false;
    out += '"';
    out += field.name;
    out += "\":";
    field.codec->to_json(field.get(object), field, viewer, out);
  }
  out += '}';
}

}  // namespace detail
}  // namespace yilin::entity
