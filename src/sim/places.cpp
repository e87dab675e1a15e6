#include "sim/places.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yilin::sim {
namespace {

constexpr double kMetresPerDegree = 111'195;  // of latitude, on the mean sphere
constexpr double kCityRadiusM = 24'000;
constexpr std::size_t kAreasMax = 12;

struct Rough {
  int code;  // two digits: a province's capital; four: a city
  double lon, lat;
};
// Rough centres to a tenth of a degree; a city that is not listed lies somewhere near its province's capital.
constexpr Rough kRough[] = {
    {11, 116.4, 39.9}, {12, 117.2, 39.1}, {13, 114.5, 38.0}, {14, 112.5, 37.9}, {15, 111.7, 40.8}, {21, 123.4, 41.8}, {22, 125.3, 43.9},
    {23, 126.6, 45.8}, {31, 121.5, 31.2}, {32, 118.8, 32.1}, {33, 120.2, 30.3}, {34, 117.3, 31.9}, {35, 119.3, 26.1}, {36, 115.9, 28.7},
    {37, 117.0, 36.7}, {41, 113.6, 34.7}, {42, 114.3, 30.6}, {43, 113.0, 28.2}, {44, 113.3, 23.1}, {45, 108.3, 22.8}, {46, 110.3, 20.0},
    {50, 106.5, 29.6}, {51, 104.1, 30.7}, {52, 106.7, 26.6}, {53, 102.7, 25.0}, {54, 91.1, 29.7},  {61, 108.9, 34.3}, {62, 103.8, 36.1},
    {63, 101.8, 36.6}, {64, 106.2, 38.5}, {65, 87.6, 43.8},  {4103, 112.4, 34.7}, {4109, 115.0, 35.8}, {4113, 112.5, 33.0}, {4419, 113.8, 23.0}};

Point centre_of_city(RegionCode city) {
  const int four = static_cast<int>(city.value / 100'000'000);
  const Rough* province = nullptr;
  for (const Rough& r : kRough) {
    if (r.code == four) return {std::llround(r.lon * 1e6), std::llround(r.lat * 1e6)};
    if (r.code == four / 100) province = &r;
  }
  const Rough base = province ? *province : Rough{0, 108.9, 34.3};
  Rng rng(static_cast<std::uint64_t>(city.value));
  return {std::llround((base.lon + rng.uniform() - 0.5) * 1e6), std::llround((base.lat + rng.uniform() - 0.5) * 1e6)};
}

}  // namespace

Point moved(Point from, double east_m, double north_m) {
  const double cosine = std::cos(static_cast<double>(from.lat_e6) / 1e6 * std::numbers::pi / 180);
  return {from.lon_e6 + std::llround(east_m / (kMetresPerDegree * cosine) * 1e6), from.lat_e6 + std::llround(north_m / kMetresPerDegree * 1e6)};
}

Places::Places(std::shared_ptr<const region::Divisions> tree) : tree_(std::move(tree)) {
  lay_out(tree_->city(), centre_of_city(tree_->city()), kCityRadiusM);
  for (const RegionCode code : tree_->communities(tree_->city().subtree()))
    if (lived_in(code)) communities_.push_back(code);
  if (communities_.empty())
    for (const RegionCode code : tree_->communities(tree_->city().subtree()))
      if (tree_->find(code)) communities_.push_back(code);

  std::vector<RegionCode> children;
  for (const RegionCode code : tree_->children(tree_->city()))
    if (lived_in(code)) children.push_back(code);
  if (children.empty()) children.push_back(tree_->city());
  const std::size_t size = (children.size() + kAreasMax - 1) / kAreasMax;
  for (std::size_t first = 0; first < children.size(); first += size) {
    Area area;
    area.name = tree_->name(children[first]);
    for (std::size_t i = first; i < std::min(first + size, children.size()); ++i) {
      area.codes.push_back(children[i]);
      for (const RegionCode c : communities_)
        if (children[i].contains(c)) area.communities.push_back(c);
    }
    if (!area.communities.empty()) areas_.push_back(std::move(area));
  }
}

bool Places::lived_in(RegionCode code) const {
  const region::Division* division = tree_->find(code);
  return division != nullptr && !division->synthetic;
}

void Places::lay_out(RegionCode code, Point centre, double radius_m) {
  at_[code.value] = centre;
  const std::vector<RegionCode> children = tree_->children(code);
  constexpr double golden_angle = 2.399963229728653;
  const double share = radius_m / std::sqrt(static_cast<double>(std::max<std::size_t>(children.size(), 1)));
  for (std::size_t i = 0; i < children.size(); ++i) {
    const double r = i == 0 ? 0 : radius_m * std::sqrt((static_cast<double>(i) + 0.5) / static_cast<double>(children.size()));
    const double angle = static_cast<double>(i) * golden_angle;
    if (children[i] != code) lay_out(children[i], moved(centre, r * std::cos(angle), r * std::sin(angle)), share);
  }
}

Point Places::centre(RegionCode code) const {
  const auto found = at_.find(code.value);
  return found == at_.end() ? at_.at(tree_->city().value) : found->second;
}

Point Places::near(RegionCode code, std::int64_t metres, Rng& rng) const {
  const double r = static_cast<double>(metres) * std::sqrt(rng.uniform()), angle = 2 * std::numbers::pi * rng.uniform();
  return moved(centre(code), r * std::cos(angle), r * std::sin(angle));
}

}  // namespace yilin::sim
