#include "kernel/sealing/sealing.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <thread>

namespace yilin::sealing {
namespace {

template <class Range>
std::string hex(const Range& bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

const KeyProvider& keys() {
  static const auto provider = key_provider_for_tests(7);
  return *provider;
}

TEST(Digest, Sm3OfTheStandard) {  // GB/T 32905-2016, A.1 and A.2
  initialise();
  EXPECT_EQ(hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string text;
  for (int i = 0; i < 16; ++i) text += "abcd";
  EXPECT_EQ(hex(sm3(text)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  EXPECT_EQ(hex(sm3("")), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

TEST(Digest, HmacOfTheStandard) {  // GM/T 0042-2015, D.3; lengths around the block agree with OpenSSL 3.0
  Key key;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i + 1);
  const std::string half = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  EXPECT_EQ(hex(hmac_sm3(key, half + half)), "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
  EXPECT_EQ(hex(hmac_sm3(key, "")), "83dadf1641abcec1b8a7bf570af4d34a74f27ec4f7e7a5594c9e4c4cbeb1ca52");
  EXPECT_EQ(hex(hmac_sm3(key, std::string(64, 'a'))), "618ce6cf3ab3ae1add04376a4a0edc82748c39c82f8c50ed8a156e761d5607b6");
  EXPECT_EQ(hex(hmac_sm3(key, std::string(1000, 'a'))), "0e86636df5ae716903c093f33271f8720e22c7c166b8e923f890f4c2f3c384de");
}

TEST(Mac, AgreesWithTheOneShotAtEveryLengthOnAllThreads) {
  const Key key = keys().derive("journal");
  const Mac mac(key), derived(keys(), "journal");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (std::size_t size = 0; size < 300; ++size) {
        const std::string data(size, 'x');
        ASSERT_EQ(mac.of(data), hmac_sm3(key, data));
        ASSERT_EQ(derived.of(data), hmac_sm3(key, data));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Digest, ComparesWithoutAShortcut) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_constant_time("abc", "abcd"));
}

TEST(Random, TokensAreUrlSafeAndDistinct) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string token = random_token();
    ASSERT_EQ(token.size(), 43u);
    ASSERT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
    ASSERT_TRUE(seen.insert(token).second);
  }
  EXPECT_EQ(random_token(16).size(), 22u);
  EXPECT_EQ(random_token(15).size(), 20u);
}

TEST(Random, AChildProcessDrawsOtherBytes) {
  Bytes ours(16), theirs(16);
  secure_random(ours);  // the pool is filled before the fork
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    secure_random(theirs);
    _exit(write(pipe_ends[1], theirs.data(), theirs.size()) == 16 ? 0 : 1);
  }
  secure_random(ours);
  ASSERT_EQ(read(pipe_ends[0], theirs.data(), theirs.size()), 16);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_NE(ours, theirs);
}

TEST(Sealer, OpensWhatItSealed) {
  const Sealer sealer(keys(), "elder");
  for (const std::size_t size : {0, 1, 15, 16, 17, 18, 1'000, 100'000}) {
    const std::string plain(size, '\xe4');
    const Bytes sealed = sealer.seal(plain, "elder.note|1");
    EXPECT_EQ(sealed.size(), size + kSealOverhead);
    EXPECT_EQ(sealer.open(sealed, "elder.note|1").value(), plain);
  }
}

TEST(Sealer, AValueMovedElsewhereDoesNotOpen) {
  const Sealer elder(keys(), "elder"), journal(keys(), "journal");
  const Sealer other_master(*key_provider_for_tests(8), "elder");
  const Bytes sealed = elder.seal("410902194401150034", "elder.id_card|1");
  EXPECT_TRUE(elder.open(sealed, "elder.id_card|1"));
  EXPECT_FALSE(elder.open(sealed, "elder.id_card|2"));
  EXPECT_FALSE(elder.open(sealed, "elder.phone|1"));
  EXPECT_FALSE(elder.open(sealed, ""));
  EXPECT_FALSE(journal.open(sealed, "elder.id_card|1"));
  EXPECT_FALSE(other_master.open(sealed, "elder.id_card|1"));
}

TEST(Sealer, AnyChangedBitOrLengthIsRefused) {
  const Sealer sealer(keys(), "elder");
  const Bytes sealed = sealer.seal("13800001234", "a");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes spoilt = sealed;
    spoilt[bit / 8] ^= 1 << bit % 8;
    const auto opened = sealer.open(spoilt, "a");
    ASSERT_FALSE(opened) << "bit " << bit;
    ASSERT_EQ(opened.error().kind, &errors::sealed_damaged);
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    ASSERT_FALSE(sealer.open(std::span(sealed).first(size), "a")) << "cut to " << size;
  }
  Bytes longer = sealed;
  longer.push_back(0);
  EXPECT_FALSE(sealer.open(longer, "a"));
}

TEST(Sealer, NoncesNeverRepeatAcrossThreads) {
  const Sealer sealer(keys(), "elder");
  constexpr int kThreads = 4, kEach = 25'000;
  std::vector<std::vector<std::string>> nonces(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const Bytes sealed = sealer.seal("x", "a");
        nonces[t].emplace_back(sealed.begin() + 1, sealed.begin() + 13);
        ASSERT_EQ(sealer.open(sealed, "a").value(), "x");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& part : nonces) all.insert(part.begin(), part.end());
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kThreads * kEach));
}

TEST(BlindIndex, DependsOnValueColumnAndKey) {
  const BlindIndex phone(keys(), "elder.phone"), card(keys(), "elder.id_card");
  const BlindIndex other(*key_provider_for_tests(8), "elder.phone");
  EXPECT_EQ(phone.of("13800001234"), phone.of("13800001234"));
  EXPECT_NE(phone.of("13800001234"), phone.of("13800001235"));
  EXPECT_NE(phone.of("13800001234"), card.of("13800001234"));
  EXPECT_NE(phone.of("13800001234"), other.of("13800001234"));
  std::set<std::int64_t> seen;
  for (int i = 0; i < 100'000; ++i) seen.insert(phone.of(std::to_string(13'800'000'000 + i)));
  EXPECT_EQ(seen.size(), 100'000u);
}

TEST(Password, OnlyTheRightOneVerifies) {
  const std::string stored = hash_password(keys(), "颐邻-2026");
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_TRUE(verify_password(keys(), "颐邻-2026", stored));
  EXPECT_FALSE(verify_password(keys(), "颐邻-2027", stored));
  EXPECT_FALSE(verify_password(keys(), "", stored));
  EXPECT_NE(hash_password(keys(), "颐邻-2026"), stored);  // salted
  EXPECT_FALSE(verify_password(*key_provider_for_tests(8), "颐邻-2026", stored)) << "the pepper is not in the hash";
}

TEST(Password, StrangeStoredTextNeverVerifiesNorCosts) {
  const std::string stored = hash_password(keys(), "a");
  EXPECT_FALSE(verify_password(keys(), "a", ""));
  EXPECT_FALSE(verify_password(keys(), "a", "plain"));
  EXPECT_FALSE(verify_password(keys(), "a", stored.substr(0, 40)));
  EXPECT_FALSE(verify_password(keys(), "a", stored + std::string("\0x", 2)));
  EXPECT_FALSE(verify_password(keys(), "a", stored + std::string(400, 'A')));
  EXPECT_FALSE(verify_password(keys(), "a", "$argon2id$v=19$m=4000000,t=2,p=1$c29tZXNhbHQ$" + std::string(43, 'A')));
  EXPECT_FALSE(verify_password(keys(), "a", "$argon2id$v=19$m=8,t=4000000,p=1$c29tZXNhbHQ$" + std::string(43, 'A')));
}

// RFC 6238, appendix B (SHA-1): the last six of the eight digits.
constexpr std::string_view kRfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";  // "12345678901234567890"

TEST(Totp, VectorsOfTheRfc) {
  EXPECT_EQ(totp_code(kRfcSecret, 59), "287082");
  EXPECT_EQ(totp_code(kRfcSecret, 1'111'111'109), "081804");
  EXPECT_EQ(totp_code(kRfcSecret, 1'111'111'111), "050471");
  EXPECT_EQ(totp_code(kRfcSecret, 1'234'567'890), "005924");
  EXPECT_EQ(totp_code(kRfcSecret, 2'000'000'000), "279037");
  EXPECT_EQ(totp_code(kRfcSecret, 20'000'000'000), "353130");
}

TEST(Totp, MatchesOneStepEitherSide) {
  const std::int64_t now = 1'111'111'111, step = now / 30;
  const std::string code = totp_code(kRfcSecret, now);
  EXPECT_EQ(totp_match(kRfcSecret, code, now), step);
  EXPECT_EQ(totp_match(kRfcSecret, code, (step + 1) * 30 + 29), step);
  EXPECT_EQ(totp_match(kRfcSecret, code, (step - 1) * 30), step);
  EXPECT_EQ(totp_match(kRfcSecret, code, (step + 2) * 30), 0);
  EXPECT_EQ(totp_match(kRfcSecret, code, (step - 1) * 30 - 1), 0);
}

TEST(Totp, RefusesWhatIsNoCode) {
  EXPECT_EQ(totp_match(kRfcSecret, "", 59), 0);
  EXPECT_EQ(totp_match(kRfcSecret, "28708", 59), 0);
  EXPECT_EQ(totp_match(kRfcSecret, "2870820", 59), 0);
  EXPECT_EQ(totp_match(kRfcSecret, "94287082", 59), 0);
  EXPECT_EQ(totp_match("", "287082", 59), 0);
  EXPECT_EQ(totp_match("!!", "287082", 59), 0);
  EXPECT_EQ(totp_match(std::string(1'000, 'A'), "287082", 59), 0);
}

TEST(Totp, NewSecretsWorkAndDiffer) {
  const std::string secret = totp_secret();
  EXPECT_EQ(secret.size(), 32u);
  EXPECT_NE(secret, totp_secret());
  EXPECT_EQ(totp_match(secret, totp_code(secret, 1'700'000'000), 1'700'000'000), 1'700'000'000 / 30);
}

}  // namespace
}  // namespace yilin::sealing
