#include "modules/facilities/directory.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "kernel/entity/codec.h"
#include "kernel/sealing/sealing.h"
#include "modules/catalogue/catalogue.h"
#include "modules/facilities/index.h"
#include "modules/facilities/inputs.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

constexpr std::size_t kFeedMax = 20'000;      // facilities in one feed
constexpr std::int64_t kPerPage = 100, kPerPageMax = 500;

template <class E>
std::string_view code_of(E value) {
  for (const entity::EnumName& n : enum_names(value))
    if (n.value == static_cast<std::int64_t>(value)) return n.code;
  return {};
}
template <class E>
std::string_view label_of(E value) {
  for (const entity::EnumName& n : enum_names(value))
    if (n.value == static_cast<std::int64_t>(value)) return n.label;
  return {};
}

// One JSON object, written straight into text: coordinates are decimal numbers, which the field tables do not have.
class Object {
 public:
  Object& text(std::string_view name, std::string_view value) {
    key(name);
    entity::append_json_string(out_, value);
    return *this;
  }
  Object& number(std::string_view name, std::int64_t value) { return raw(name, std::to_string(value)); }
  Object& degrees(std::string_view name, std::int64_t e6) { return raw(name, fmt::format("{}.{:06}", e6 / 1'000'000, e6 % 1'000'000)); }
  Object& raw(std::string_view name, std::string_view json) {
    key(name);
    out_ += json;
    return *this;
  }
  std::string done() const { return out_ + "}"; }

 private:
  void key(std::string_view name) {
    out_ += out_.size() > 1 ? "," : "";
    entity::append_json_string(out_, name);
    out_ += ':';
  }
  std::string out_ = "{";
};

std::string array_of(const std::vector<std::string>& items) { return fmt::format("[{}]", fmt::join(items, ",")); }

std::string clock_time(std::int32_t minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

struct Feeds {
  std::uint64_t version = 0;
  std::string geojson;
  std::vector<std::string> organizations, services, locations, service_at_locations;
};

std::string feature(const Kernel& kernel, const FacilityIndex::Entry& e) {
  const Facility& f = e.facility;
  std::vector<std::string> services;
  for (const std::string& code : f.services)
    if (const auto item = catalogue::item_by_code(kernel, code)) {
      services.emplace_back();
      entity::append_json_string(services.back(), item->name);
    }
  Object properties;
  properties.text("id", std::to_string(f.id.value)).text("name", f.name).text("kind", code_of(f.kind)).text("kind_label", label_of(f.kind));
  properties.text("region", to_string(f.region)).text("address", f.address).text("phone", f.phone);
  properties.text("operator", providers::organisation_name(kernel, f.organisation_id));
  properties.number("beds", f.beds).number("beds_free", e.beds_free()).number("area_m2", f.area_m2);
  properties.text("accessible", code_of(f.accessible)).text("opens", clock_time(f.opens_min)).text("closes", clock_time(f.closes_min));
  properties.raw("work_days", fmt::format("[{}]", fmt::join(f.work_days, ","))).raw("services", array_of(services));
  Object geometry;
  geometry.text("type", "Point");
  geometry.raw("coordinates", fmt::format("[{}.{:06},{}.{:06}]", f.lon_e6 / 1'000'000, f.lon_e6 % 1'000'000, f.lat_e6 / 1'000'000, f.lat_e6 % 1'000'000));
  return Object().text("type", "Feature").text("id", std::to_string(f.id.value)).raw("geometry", geometry.done()).raw("properties", properties.done()).done();
}

std::string phones(std::string_view kind, std::int64_t id, std::string_view number) {
  if (number.empty()) return "[]";
  return "[" + Object().text("id", uuid_of(kind, id)).text("number", number).text("type", "voice").done() + "]";
}

void add_organization(Feeds& feeds, sql::Connection& db, const entity::Vault& vault, OrganisationId id) {
  const auto o = providers::organisation(db, vault, id);
  if (!o) return;
  feeds.organizations.push_back(Object().text("id", uuid_of("organization", id.value)).text("name", o->name)
                                    .text("description", label_of(o->kind)).text("tax_id", o->credit_code.text())
                                    .raw("phones", phones("organization.phone", id.value, o->phone)).done());
}

void add_facility(Feeds& feeds, const Kernel& kernel, const region::Divisions& divisions, const FacilityIndex::Entry& e) {
  const Facility& f = e.facility;
  const std::string location = uuid_of("location", f.id.value);
  Object address;
  address.text("id", uuid_of("address", f.id.value)).text("address_1", f.address.empty() ? divisions.full_name(f.region) : f.address);
  address.text("city", divisions.name(divisions.city())).text("region", divisions.name(f.region.at(RegionLevel::county)));
  address.text("state_province", divisions.name(f.region.at(RegionLevel::province))).text("postal_code", "").text("country", "CN").text("address_type", "physical");
  Object l;
  l.text("id", location).text("location_type", "physical").text("name", f.name).text("description", label_of(f.kind));
  if (f.organisation_id) l.text("organization_id", uuid_of("organization", f.organisation_id.value));
  if (f.lon_e6 != 0) l.degrees("latitude", f.lat_e6).degrees("longitude", f.lon_e6);
  l.raw("addresses", "[" + address.done() + "]").raw("phones", phones("location.phone", f.id.value, f.phone));
  std::vector<std::string> days;
  static constexpr std::string_view kDays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  for (const std::int32_t d : f.work_days)
    if (d >= 1 && d <= 7) days.emplace_back(kDays[d - 1]);
  l.raw("schedules", "[" + Object().text("id", uuid_of("schedule", f.id.value)).text("freq", "WEEKLY").text("byday", fmt::format("{}", fmt::join(days, ",")))
                               .text("opens_at", clock_time(f.opens_min)).text("closes_at", clock_time(f.closes_min)).done() + "]");
  feeds.locations.push_back(l.done());
  if (!f.organisation_id) return;  // HSDS services belong to organizations
  for (const std::string& code : f.services) {
    const auto item = catalogue::item_by_code(kernel, code);
    if (!item) continue;
    const std::string service = uuid_of("service|" + code, f.organisation_id.value);
    feeds.service_at_locations.push_back(
        Object().text("id", uuid_of("service_at_location|" + code, f.id.value)).text("service_id", service).text("location_id", location).done());
    const std::string described = Object().text("id", service).text("organization_id", uuid_of("organization", f.organisation_id.value)).text("name", item->name)
                                      .text("description", item->standard).text("status", "active").done();
    feeds.services.push_back(described);
  }
}

std::shared_ptr<const Feeds> make(Kernel& kernel, std::uint64_t version) {
  auto out = std::make_shared<Feeds>();
  out->version = version;
  std::vector<FacilityIndex::Entry> entries;
  shelf(kernel).facilities.for_each([&](const FacilityIndex::Entry& e) {
    if (e.facility.state == FacilityState::open && entries.size() < kFeedMax) entries.push_back(e);
  });
  const auto divisions = region::divisions(kernel);
  out->geojson = R"({"type":"FeatureCollection","features":[)";
  std::vector<OrganisationId> organisations;
  bool first = true;
  for (const FacilityIndex::Entry& e : entries) {
    if (e.facility.organisation_id) organisations.push_back(e.facility.organisation_id);
    add_facility(*out, kernel, *divisions, e);
    if (e.facility.lon_e6 == 0) continue;
    out->geojson += first ? "" : ",";
    first = false;
    out->geojson += feature(kernel, e);
  }
  out->geojson += "]}";
  std::sort(organisations.begin(), organisations.end());
  organisations.erase(std::unique(organisations.begin(), organisations.end()), organisations.end());
  auto lease = kernel.readers->borrow();
  for (const OrganisationId id : organisations) add_organization(*out, *lease, kernel.vault, id);
  std::sort(out->services.begin(), out->services.end());
  out->services.erase(std::unique(out->services.begin(), out->services.end()), out->services.end());
  return out;
}

// The feeds of the register's present version: whoever asks first after a change makes them for all.
class Cache {
 public:
  explicit Cache(Kernel& kernel) : kernel_(kernel) {}
  std::shared_ptr<const Feeds> now() {
    const std::uint64_t version = shelf(kernel_).facilities.version();
    const std::lock_guard lock(mutex_);
    if (!feeds_ || feeds_->version != version) feeds_ = make(kernel_, version);
    return feeds_;
  }

 private:
  Kernel& kernel_;
  std::mutex mutex_;
  std::shared_ptr<const Feeds> feeds_;
};

http::Response cached(std::uint64_t version, std::string body, std::string content_type, const http::Request& request) {
  http::Response response;
  const std::string tag = fmt::format("\"{}-{:x}\"", version, std::hash<std::string>{}(body));
  response.headers.emplace_back("etag", tag);
  response.headers.emplace_back("cache-control", "public, max-age=60");
  response.headers.emplace_back("access-control-allow-origin", "*");
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

Result<std::int64_t> number(const http::Request& request, std::string_view name, std::string_view label, std::int64_t usual, std::int64_t most) {
  for (const auto& [key, value] : request.query) {
    if (key != name) continue;
    const auto n = entity::parse_integer_text(value);
    if (!n || *n < 1 || *n > most) return fail_field(std::string(name), std::string(label), fmt::format("{}应在 1 到 {} 之间。", label, most));
    return *n;
  }
  return usual;
}

Result<std::string> page(const std::vector<std::string>& rows, const http::Request& request) {
  YILIN_TRY(const std::int64_t page, number(request, "page", "页码", 1, 1'000'000));
  YILIN_TRY(const std::int64_t size, number(request, "per_page", "每页条数", kPerPage, kPerPageMax));
  const auto total = static_cast<std::int64_t>(rows.size());
  const std::int64_t pages = (total + size - 1) / size, from = std::min(total, (page - 1) * size), to = std::min(total, from + size);
  Object out;
  out.number("total_items", total).number("total_pages", pages).number("page_number", page).number("size", to - from);
  out.raw("first_page", page == 1 ? "true" : "false").raw("last_page", page >= pages ? "true" : "false").raw("empty", from == to ? "true" : "false");
  out.raw("contents", array_of({rows.begin() + from, rows.begin() + to}));
  return out.done();
}

}  // namespace

std::string uuid_of(std::string_view kind, std::int64_t id) {
  auto b = sealing::sm3(fmt::format("{}|{}", kind, id));
  b[6] = static_cast<std::uint8_t>(0x80 | (b[6] & 0x0f));
  b[8] = static_cast<std::uint8_t>(0x80 | (b[8] & 0x3f));
  std::string out;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += fmt::format("{:02x}", b[static_cast<std::size_t>(i)]);
  }
  return out;
}

void add_directory_routes(Kernel& kernel, http::Router& router) {
  kernel.parts.put<Cache>(kernel);
  router.raw({"GET /api/public/facilities.geojson", "养老服务设施 GeoJSON", http::open_to_all},
             [](http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
               const auto feeds = context.kernel.parts.get<Cache>().now();
               responder->respond(cached(feeds->version, feeds->geojson, "application/geo+json; charset=utf-8", request));
             });
  router.raw({"GET /api/public/directory", "开放目录", http::open_to_all},
             [](http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
               const std::string body = Object().text("version", "3.0").text("profile", "https://docs.openreferral.org/en/3.0/")
                                            .text("publisher", region::divisions(context.kernel)->name(region::city(context.kernel)))
                                            .text("organizations", "/api/public/directory/organizations").text("services", "/api/public/directory/services")
                                            .text("locations", "/api/public/directory/locations")
                                            .text("service_at_locations", "/api/public/directory/service_at_locations").done();
               responder->respond(cached(0, body, "application/json; charset=utf-8", request));
             });
  struct List {
    std::string_view route, summary;
    std::vector<std::string> Feeds::*rows;
  };
  static constexpr List lists[] = {
      {"GET /api/public/directory/organizations", "开放目录：组织", &Feeds::organizations},
      {"GET /api/public/directory/services", "开放目录：服务", &Feeds::services},
      {"GET /api/public/directory/locations", "开放目录：设施位置", &Feeds::locations},
      {"GET /api/public/directory/service_at_locations", "开放目录：各设施的服务", &Feeds::service_at_locations},
  };
  for (const List& list : lists)
    router.raw({list.route, list.summary, http::open_to_all},
               [rows = list.rows](http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
                 const auto feeds = context.kernel.parts.get<Cache>().now();
                 auto body = page((*feeds).*rows, request);
                 if (!body) return responder->respond(http::Router::problem(body.error()));
                 responder->respond(cached(feeds->version, std::move(*body), "application/json; charset=utf-8", request));
               });
}

}  // namespace yilin::facilities
