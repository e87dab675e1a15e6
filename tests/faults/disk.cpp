#include "faults/disk.h"

#include <algorithm>
#include <utility>

namespace yilin::faults {

Disk::File* Disk::find(const std::string& name) {
  const auto found = files_.find(name);
  return found == files_.end() || found->second.removed ? nullptr : &found->second;
}

bool Disk::change() {
  if (!powered_) return false;
  ++operations_;
  if (cut_at_ >= 0 && operations_ >= cut_at_) cut();
  return powered_;
}

void Disk::cut() {
  powered_ = false;
  cut_at_ = -1;
  if (at_cut_) std::exchange(at_cut_, nullptr)();
}

bool Disk::create(const std::string& name) {
  std::lock_guard lock(mutex_);
  if (!powered_) return false;
  if (find(name) != nullptr) return true;
  if (!change()) return false;
  files_[name] = File{};
  return true;
}

bool Disk::exists(const std::string& name) {
  std::lock_guard lock(mutex_);
  return find(name) != nullptr;
}

bool Disk::read(const std::string& name, std::int64_t at, std::span<std::uint8_t> out, std::size_t& got) {
  std::lock_guard lock(mutex_);
  const File* file = find(name);
  if (!powered_ || file == nullptr) return false;
  const auto start = std::min(static_cast<std::size_t>(at), file->now.size());
  got = std::min(out.size(), file->now.size() - start);
  std::copy_n(file->now.begin() + static_cast<std::ptrdiff_t>(start), got, out.begin());
  return true;
}

bool Disk::write(const std::string& name, std::int64_t at, std::span<const std::uint8_t> data) {
  std::lock_guard lock(mutex_);
  File* file = find(name);
  if (!powered_ || file == nullptr) return false;
  // The write at which the power goes is in the cache like those before it: it may survive whole, in part, or not.
  const auto start = static_cast<std::size_t>(at), end = start + data.size();
  if (file->now.size() < end) file->now.resize(end);
  std::copy(data.begin(), data.end(), file->now.begin() + at);
  for (std::size_t sector = start / kSectorBytes; sector * kSectorBytes < end; ++sector) {
    std::vector<Sector>& versions = file->versions[sector];
    if (versions.size() == kVersionsMax) versions.erase(versions.begin());
    Sector bytes{};
    const std::size_t from = sector * kSectorBytes;
    std::copy_n(file->now.begin() + static_cast<std::ptrdiff_t>(from), std::min(kSectorBytes, file->now.size() - from), bytes.begin());
    versions.push_back(bytes);
  }
  return change();
}

bool Disk::truncate(const std::string& name, std::int64_t size) {
  std::lock_guard lock(mutex_);
  File* file = find(name);
  if (!powered_ || file == nullptr) return false;
  file->now.resize(static_cast<std::size_t>(size));
  return change();
}

bool Disk::sync(const std::string& name) {
  std::lock_guard lock(mutex_);
  File* file = find(name);
  if (file == nullptr || !change()) return false;
  if (lying_) return true;
  file->durable.resize(file->now.size());
  for (const auto& [sector, versions] : file->versions) {
    const std::size_t from = sector * kSectorBytes;
    if (from >= file->now.size()) continue;
    std::copy_n(file->now.begin() + static_cast<std::ptrdiff_t>(from), std::min(kSectorBytes, file->now.size() - from),
                file->durable.begin() + static_cast<std::ptrdiff_t>(from));
  }
  file->versions.clear();
  file->name_durable = true;
  return true;
}

bool Disk::remove(const std::string& name, bool durable) {
  std::lock_guard lock(mutex_);
  File* file = find(name);
  if (file == nullptr) return powered_;
  if (!change()) return false;
  if (durable || !file->name_durable) files_.erase(name);
  else file->removed = true;
  return true;
}

bool Disk::size(const std::string& name, std::int64_t& out) {
  std::lock_guard lock(mutex_);
  const File* file = find(name);
  if (!powered_ || file == nullptr) return false;
  out = static_cast<std::int64_t>(file->now.size());
  return true;
}

void Disk::arm(std::int64_t operations, std::function<void()> at_cut) {
  std::lock_guard lock(mutex_);
  cut_at_ = operations_ + operations;
  at_cut_ = std::move(at_cut);
}

void Disk::disarm() {
  std::lock_guard lock(mutex_);
  cut_at_ = -1;
  at_cut_ = nullptr;
}

void Disk::cut_now() {
  std::lock_guard lock(mutex_);
  if (powered_) cut();
}

void Disk::lie() {
  std::lock_guard lock(mutex_);
  lying_ = true;
}

bool Disk::powered() {
  std::lock_guard lock(mutex_);
  return powered_;
}

std::int64_t Disk::operations() {
  std::lock_guard lock(mutex_);
  return operations_;
}

// Space that a file got without its data: mostly zeros, sometimes what an older file had left there.
void Disk::fill_unwritten(std::span<std::uint8_t> sector) {
  const bool garbage = rng_.chance(0.25);
  for (std::uint8_t& byte : sector) byte = garbage ? static_cast<std::uint8_t>(rng_.next()) : 0;
}

void Disk::survive(File& file) {
  std::vector<std::uint8_t> out = file.durable;
  if (file.now.size() != file.durable.size()) {
    const auto [small, large] = std::minmax({file.now.size(), file.durable.size()});
    const std::uint64_t kind = rng_.below(3);
    const std::size_t size = kind == 0 ? small : kind == 1 ? large : small + rng_.below(large - small + 1);
    const std::size_t old = out.size();
    out.resize(size);
    if (size > old) fill_unwritten(std::span(out).subspan(old));
  }
  // Often nothing of a file's cache was written yet, or all of it.
  const double kept = rng_.chance(0.2) ? 0.0 : rng_.chance(0.25) ? 1.0 : rng_.uniform();
  for (const auto& [sector, versions] : file.versions) {
    const std::size_t from = sector * kSectorBytes;
    if (from >= out.size() || !rng_.chance(kept)) continue;
    const Sector& version = versions[rng_.below(versions.size())];
    std::size_t bytes = std::min(kSectorBytes, out.size() - from);
    if (rng_.chance(0.1)) bytes = rng_.below(bytes + 1);  // torn
    std::copy_n(version.begin(), bytes, out.begin() + static_cast<std::ptrdiff_t>(from));
  }
  file.now = file.durable = std::move(out);
  file.versions.clear();
  file.name_durable = true;
  file.removed = false;
}

void Disk::power_on() {
  std::lock_guard lock(mutex_);
  std::erase_if(files_, [&](const auto& entry) {
    const File& file = entry.second;
    return (!file.name_durable || file.removed) && rng_.chance(0.5);
  });
  for (auto& [name, file] : files_) survive(file);
  powered_ = true;
}

Disk::Image Disk::image() {
  std::lock_guard lock(mutex_);
  Image out;
  for (const auto& [name, file] : files_)
    if (!file.removed) out[name] = file.now;
  return out;
}

void Disk::load(Image image) {
  std::lock_guard lock(mutex_);
  files_.clear();
  for (auto& [name, bytes] : image) files_[name] = File{bytes, bytes, {}, true, false};
}

}  // namespace yilin::faults
