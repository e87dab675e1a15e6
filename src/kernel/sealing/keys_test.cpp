#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <thread>

#include "kernel/sealing/sealing.h"

namespace {

// Looks into every block of memory as it is freed: none may still hold the key that a test watches for.
std::span<const std::uint8_t> watched;
int leaks = 0;

void look(void* block) {
  if (watched.empty() || block == nullptr) return;
  const auto* begin = static_cast<const std::uint8_t*>(block);
  const auto* end = begin + malloc_usable_size(block);
  if (std::search(begin, end, watched.begin(), watched.end()) != end) ++leaks;
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
  look(block);
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
  look(block);
  std::free(block);
}

namespace yilin::sealing {
namespace {

struct KeyFile : testing::Test {
  std::filesystem::path folder;
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "yilin-keys-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::string path() const { return (folder / "secret" / "master.key").string(); }
  static mode_t mode(const std::string& file) {
    struct stat about {};
    EXPECT_EQ(stat(file.c_str(), &about), 0);
    return about.st_mode & 07777;
  }
  void spoil(const std::string& text) const { std::ofstream(path(), std::ios::trunc) << text; }
  std::string content() const {
    std::ifstream in(path());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void expect_refused(std::string_view reason) const {
    const auto keys = open_key_file(path());
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().kind, &errors::key_file_unusable);
    EXPECT_NE(keys.error().message().find(reason), std::string::npos) << keys.error().message();
  }
};

TEST_F(KeyFile, IsMadeOnceAndKept) {
  const auto first = open_key_file(path());
  ASSERT_TRUE(first);
  EXPECT_EQ(mode(path()), 0600u);
  EXPECT_EQ(mode((folder / "secret").string()), 0700u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "secret"), {}), 1) << "no draft is left";
  const auto second = open_key_file(path());
  ASSERT_TRUE(second);
  EXPECT_EQ((*first)->derive("a"), (*second)->derive("a"));
  EXPECT_NE((*first)->derive("a"), (*first)->derive("b"));
}

TEST_F(KeyFile, TwoFirstStartsAgreeOnOneKey) {
  std::vector<Key> derived(8);
  std::vector<std::thread> threads;
  for (Key& key : derived) threads.emplace_back([&] { key = open_key_file(path()).value()->derive("a"); });
  for (std::thread& thread : threads) thread.join();
  for (const Key& key : derived) EXPECT_EQ(key, derived[0]);
}

TEST_F(KeyFile, ThatOthersMayReadIsRefused) {
  ASSERT_TRUE(open_key_file(path()));
  for (const mode_t open : {0640, 0604, 0660, 0644, 0620}) {
    chmod(path().c_str(), open);
    expect_refused("0600");
  }
  chmod(path().c_str(), 0400);
  EXPECT_TRUE(open_key_file(path()));
}

TEST_F(KeyFile, ThatIsDamagedIsNeverReplaced) {
  ASSERT_TRUE(open_key_file(path()));
  const std::string good = content();
  std::string flipped = good;
  flipped[30] = flipped[30] == 'a' ? 'b' : 'a';
  for (const std::string& bad : {std::string(), good.substr(0, 50), flipped, good + "x", std::string(good.size(), '\0')}) {
    spoil(bad);
    expect_refused("已损坏");
    EXPECT_EQ(content(), bad);
  }
  spoil(good);
  EXPECT_TRUE(open_key_file(path()));
}

TEST_F(KeyFile, AFolderOrAnImpossiblePlaceIsRefused) {
  std::filesystem::create_directories(path());
  expect_refused("不是普通文件");
  EXPECT_FALSE(open_key_file("/proc/yilin/master.key"));
  EXPECT_FALSE(open_key_file(""));
}

TEST(KeyMemory, IsOverwrittenWhenItsOwnerGoes) {
  const Key master = sm3("yilin test master key 7");
  auto keys = key_provider_for_tests(7);
  const Key index_key = keys->derive("index/elder.phone"), seal_key = keys->derive("seal/elder");
  auto index = std::make_unique<BlindIndex>(*keys, "elder.phone");
  auto sealer = std::make_unique<Sealer>(*keys, "elder");
  sealer->seal("x", "a");

  const auto leaks_of = [](const Key& key, auto& owner) {
    leaks = 0;
    watched = std::span(key).first(16);
    owner.reset();
    watched = {};
    return leaks;
  };
  // The control: a plain copy of a key is seen when it is freed.
  auto copy = std::make_unique<Key>(master);
  asm volatile("" : : "r"(copy.get()) : "memory");  // or the optimiser drops the copy
  EXPECT_EQ(leaks_of(master, copy), 1);
  EXPECT_EQ(leaks_of(index_key, index), 0);
  EXPECT_EQ(leaks_of(seal_key, sealer), 0);
  EXPECT_EQ(leaks_of(master, keys), 0);
}

}  // namespace
}  // namespace yilin::sealing
