#include "http/openapi.h"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include "http/routes_table.h"

namespace yilin::http {
namespace {
namespace json = boost::json;

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get: return "get";
    case Method::post: return "post";
    case Method::put: return "put";
    case Method::patch: return "patch";
    case Method::del: return "delete";
    default: return "x-other";
  }
}

std::string_view pii_name(entity::Pii pii) {
  static constexpr std::string_view names[] = {"none", "name", "phone", "id_number", "address", "place", "health", "bank"};
  return names[static_cast<int>(pii)];
}

json::object field_schema(const entity::Field& field) {
  json::object schema;
  field.codec->schema(schema, field);
  if (schema.contains("$ref")) return schema;
  schema["title"] = field.label;
  if (!field.note.empty()) schema["description"] = field.note;
  if (field.pii_class != entity::Pii::none) schema["x-pii"] = pii_name(field.pii_class);
  return schema;
}

// A member of a body or an answer; null is a value of its own where the field is optional.
json::object member_schema(const entity::Field& field) {
  json::object schema = field_schema(field);
  if (!field.codec->nullable) return schema;
  const json::object null{{"type", "null"}};
  if (schema.contains("$ref")) return {{"anyOf", json::array{std::move(schema), null}}};
  schema["type"] = json::array{schema.at("type"), "null"};
  if (schema.contains("enum")) schema["enum"].as_array().emplace_back(nullptr);
  return schema;
}

class Schemas {
 public:
  json::object reference(const entity::Table& table) {
    add(table);
    return {{"$ref", "#/components/schemas/" + std::string(table.name())}};
  }
  json::object all() { return std::move(schemas_); }

 private:
  static bool alike(const entity::Table& a, const entity::Table& b) {
    return std::ranges::equal(a.fields(), b.fields(), {}, &entity::Field::name, &entity::Field::name);
  }
  void add(const entity::Table& table) {
    const auto [known, fresh] = tables_.emplace(table.name(), &table);
    // They would be one in the generated types.
    if (!alike(*known->second, table)) throw std::logic_error("two structs are called " + known->first);
    if (!fresh) return;
    schemas_[table.name()] = json::object{};  // holds the place: a struct may contain itself
    json::object properties;
    json::array required;
    for (const entity::Field& field : table.fields()) {
      if (field.is_hidden) continue;
      if (const entity::Table* nested = field.codec->nested()) add(*nested);
      properties[field.name] = member_schema(field);
      if (field.is_required) required.emplace_back(field.name);
    }
    json::object schema{{"type", "object"}, {"title", table.label()}, {"properties", std::move(properties)},
                        {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    schemas_[table.name()] = std::move(schema);
  }
  json::object schemas_;
  std::map<std::string, const entity::Table*, std::less<>> tables_;
};

json::object parameter(std::string_view where, std::string_view name, json::object schema, bool required) {
  json::object p{{"in", where}, {"name", name}, {"schema", std::move(schema)}};
  if (required) p["required"] = true;
  return p;
}

json::object response(std::string_view description, json::object schema, std::string_view type) {
  json::object content;
  content[type] = json::object{{"schema", std::move(schema)}};
  return {{"description", description}, {"content", std::move(content)}};
}

json::object operation(const RouteInfo& info, Schemas& schemas) {
  json::object op{{"summary", info.spec.summary}};
  std::string id(method_name(info.method));
  json::array parameters;
  std::vector<std::string> in_path;
  for (const std::string_view segment : split_path(info.pattern)) {
    if (segment == "api") continue;
    id += '_';
    for (const char c : segment)
      if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') id += c;
      else if (c == '-' || c == '.') id += '_';
    if (segment.front() != '{') continue;
    const std::string name(segment.substr(1, segment.size() - 2));
    const entity::Field* field = info.in ? info.in->find(name) : nullptr;
    parameters.push_back(parameter("path", name, field ? field_schema(*field) : json::object{{"type", "string"}}, true));
    in_path.push_back(name);
  }
  op["operationId"] = id;
  const auto of_path = [&](std::string_view name) { return std::find(in_path.begin(), in_path.end(), name) != in_path.end(); };
  if (info.in && info.method == Method::get) {
    for (const entity::Field& field : info.in->fields())
      if (!field.is_hidden && !field.is_derived && !of_path(field.name))
        parameters.push_back(parameter("query", field.name, field_schema(field), field.is_required));
  } else if (info.in && !info.in->fields().empty()) {
    // Path parameters are written in the address, so the body's schema leaves them out.
    json::object properties;
    json::array required;
    schemas.reference(*info.in);
    for (const entity::Field& field : info.in->fields()) {
      if (field.is_hidden || field.is_derived || of_path(field.name)) continue;
      properties[field.name] = member_schema(field);
      if (field.is_required) required.emplace_back(field.name);
    }
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    op["requestBody"] = json::object{{"content", json::object{{"application/json", json::object{{"schema", std::move(schema)}}}}}};
  }
  if (info.is_command && info.spec.idempotent)
    parameters.push_back(parameter("header", "Idempotency-Key", {{"type", "string"}, {"minLength", 8}, {"maxLength", 64}}, true));
  if (!parameters.empty()) op["parameters"] = std::move(parameters);
  if (info.spec.policy.permission) op["x-permission"] = info.spec.policy.permission->code;
  op["x-policy"] = info.spec.policy.open ? "open" : info.spec.policy.permission ? "permission" : "session";
  json::object ok = info.out ? response("成功", schemas.reference(*info.out), "application/json") : json::object{{"description", "成功"}};
  op["responses"] = json::object{
      {"200", std::move(ok)},
      {"default", response("出错", {{"$ref", "#/components/schemas/Problem"}}, "application/problem+json")}};
  return op;
}

json::object problem_schema() {
  const json::object text{{"type", "string"}};
  json::object field_error{{"type", "object"}, {"properties", json::object{{"field", text}, {"label", text}, {"message", text}}},
                           {"required", json::array{"field", "label", "message"}}};
  return {{"type", "object"}, {"title", "出错说明（RFC 9457）"},
          {"properties", json::object{{"type", text}, {"title", text}, {"status", json::object{{"type", "integer"}}},
                                      {"detail", text}, {"code", text},
                                      {"errors", json::object{{"type", "array"}, {"items", std::move(field_error)}}}}},
          {"required", json::array{"type", "title", "status", "detail", "code", "errors"}}};
}

}  // namespace

std::string openapi(const std::vector<RouteInfo>& routes) {
  Schemas schemas;
  std::map<std::string, json::object> paths;
  for (const RouteInfo& info : routes) {
    if (!info.pattern.starts_with("/api/")) continue;
    paths[info.pattern][method_name(info.method)] = operation(info, schemas);
  }
  json::object path_items;
  for (auto& [pattern, item] : paths) path_items[pattern] = std::move(item);
  json::object components = schemas.all();
  components["Problem"] = problem_schema();
  const json::object document{
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "颐邻 Yilin"}, {"version", "0.1.0"}, {"license", json::object{{"name", "Apache-2.0"}}}}},
      {"paths", std::move(path_items)},
      {"components", json::object{{"schemas", std::move(components)},
                                  {"securitySchemes", json::object{{"session", json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "yilin_session"}}}}}}},
      {"security", json::array{json::object{{"session", json::array{}}}}}};
  return json::serialize(document);
}

}  // namespace yilin::http
