#include "formats/zip_archive.h"

#include <zip.h>

#include "formats/table.h"

namespace yilin::formats {
void ZipEntry::Close::operator()(zip_file* file) const { zip_fclose(file); }
void ZipArchive::Close::operator()(zip* archive) const { zip_discard(archive); }

Result<std::size_t> ZipEntry::read(char* into, std::size_t n) {
  const zip_int64_t got = zip_fread(file_.get(), into, n);
  if (got < 0) return fail(table_broken);
  unpacked_ += static_cast<std::uint64_t>(got);
  archive_->unpacked_ += static_cast<std::uint64_t>(got);
  if (archive_->unpacked_ > limits::kUnpackedBytes ||
      (unpacked_ > limits::kRatioFreeBytes && unpacked_ / limits::kRatio > packed_))
    return fail(table_too_large, "文件解压后过大，请拆分后再试。");
  return static_cast<std::size_t>(got);
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(std::string bytes) {
  auto archive = std::make_unique<ZipArchive>();
  archive->bytes_ = std::move(bytes);
  zip_source_t* source = zip_source_buffer_create(archive->bytes_.data(), archive->bytes_.size(), 0, nullptr);
  if (source == nullptr) return fail(table_broken);
  archive->zip_.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
  if (!archive->zip_) {
    zip_source_free(source);
    return fail(table_broken);
  }
  YILIN_CHECK(archive->check());
  return archive;
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::open_file(const std::filesystem::path& path) {
  auto archive = std::make_unique<ZipArchive>();
  int error = 0;
  archive->zip_.reset(zip_open(path.c_str(), ZIP_RDONLY, &error));
  if (!archive->zip_) return fail(table_broken);
  YILIN_CHECK(archive->check());
  return archive;
}

Status ZipArchive::check() const {
  if (zip_get_num_entries(zip_.get(), 0) > limits::kZipEntries) return fail(table_too_large, "文件内的部件过多。");
  return {};
}

bool ZipArchive::has(std::string_view name) const {
  return zip_name_locate(zip_.get(), std::string(name).c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<ZipEntry> ZipArchive::entry(std::string_view name) {
  const zip_int64_t index = zip_name_locate(zip_.get(), std::string(name).c_str(), ZIP_FL_NOCASE);
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (index < 0 || zip_stat_index(zip_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) return fail(table_broken);
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return fail(table_unsupported, "文件设置了密码，请取消密码后再试。");
  ZipEntry entry;
  entry.archive_ = this;
  entry.packed_ = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
  entry.file_.reset(zip_fopen_index(zip_.get(), static_cast<zip_uint64_t>(index), 0));
  if (!entry.file_) return fail(table_broken);
  return entry;
}
}  // namespace yilin::formats
