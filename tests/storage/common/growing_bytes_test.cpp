#include "storage/common/growing_bytes.hpp"

#include "storage/common/file.hpp"
#include "tests/storage/store_test.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <new>
#include <numeric>

namespace redress::storage {
namespace {

struct Sample {
  std::int64_t number = 0;
  std::int32_t other = 0;
};

std::vector<std::int64_t> numbers(GrowingArray<std::int64_t> const& array) {
  return {array.all().begin(), array.all().end()};
}

// A file with these numbers from the page `page` on.
class NumbersInAFile {
 public:
  NumbersInAFile(std::vector<std::int64_t> const& numbers, std::size_t page) {
    auto const file = folder_.path() / "numbers";
    std::string content(page * page_bytes(), 'x');
    content.append(reinterpret_cast<char const*>(numbers.data()), numbers.size() * sizeof numbers[0]);
    content.resize((content.size() / page_bytes() + 1) * page_bytes());
    std::ofstream(file, std::ios::binary) << content;
    descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  }
  ~NumbersInAFile() { ::close(descriptor_); }
  NumbersInAFile(NumbersInAFile const&) = delete;
  NumbersInAFile& operator=(NumbersInAFile const&) = delete;

  int descriptor() const { return descriptor_; }
  std::string content() const { return read_whole(folder_.path() / "numbers").value().value(); }

 private:
  TemporaryFolder folder_;
  int descriptor_ = -1;
};

std::vector<std::int64_t> first_numbers(std::size_t count) {
  std::vector<std::int64_t> all(count);
  std::iota(all.begin(), all.end(), 1);
  return all;
}

TEST(GrowingArray, StaysWhereItIsHoweverLargeItBecomes) {
  GrowingArray<Sample> array;
  array.push_back({7, 8});
  auto const* const first = array.all().data();
  for (std::int64_t i = 1; i < 300'000; ++i) array.push_back({i, 1});
  EXPECT_EQ(array.all().data(), first);
  ASSERT_EQ(array.size(), 300'000U);
  EXPECT_EQ(array[0].number, 7);
  for (std::size_t i = 1; i < array.size(); i += 997) EXPECT_EQ(array[i].number, static_cast<std::int64_t>(i));
}

TEST(GrowingArray, TakesSomeAtOnceAndNone) {
  GrowingArray<std::int64_t> array;
  array.append(std::span<std::int64_t const>{});
  EXPECT_EQ(array.size(), 0U);
  array.append(first_numbers(5000));
  array.append(first_numbers(1));
  ASSERT_EQ(array.size(), 5001U);
  EXPECT_EQ(array[4999], 5000);
  EXPECT_EQ(array[5000], 1);
}

TEST(GrowingBytes, GrowsToItsLimitAndNoFurther) {
  GrowingBytes bytes(page_bytes() * 3);
  bytes.grow(page_bytes() * 3);
  bytes.data()[page_bytes() * 3 - 1] = std::byte{1};
  EXPECT_THROW(bytes.grow(page_bytes() * 3 + 1), std::bad_alloc);
  EXPECT_EQ(bytes.size(), page_bytes() * 3);
  EXPECT_EQ(bytes.data()[0], std::byte{0});
}

// As under `ulimit -v`: in a process of its own, whose limit nobody else feels.
TEST(GrowingBytes, TakesFewerAddressesWhereThereAreFew) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's own addresses are past any limit";
#endif
  auto const grow_within_a_limit = [] {
    rlimit const few{std::size_t{1} << 30U, std::size_t{1} << 30U};
    if (::setrlimit(RLIMIT_AS, &few) != 0) std::exit(2);
    GrowingArray<std::int64_t> array;
    for (std::int64_t i = 0; i < 100'000; ++i) array.push_back(i);
    std::exit(array[99'999] == 99'999 ? 0 : 1);
  };
  EXPECT_EXIT(grow_within_a_limit(), testing::ExitedWithCode(0), "");
}

// At a page's edge and to both sides of it, from the file's beginning and from further on.
TEST(GrowingArray, GoesOnBehindWhatLiesInAFile) {
  auto const in_a_page = page_bytes() / sizeof(std::int64_t);
  for (std::size_t const page : {0U, 2U})
    for (auto const count :
         {std::size_t{0}, std::size_t{1}, in_a_page - 1, in_a_page, in_a_page + 1, 100 * in_a_page}) {
      auto expected = first_numbers(count);
      NumbersInAFile const file(expected, page);
      GrowingArray<std::int64_t> array;
      ASSERT_TRUE(array.bytes().lay_over(file.descriptor(), page * page_bytes(), count * sizeof(std::int64_t)));
      for (std::int64_t i = 0; i < 3000; ++i) array.push_back(-i), expected.push_back(-i);
      EXPECT_EQ(numbers(array), expected) << count << " from page " << page;
    }
}

TEST(GrowingArray, AChangeStaysInMemoryAndOutlivesGivingBack) {
  auto expected = first_numbers(4000);
  NumbersInAFile const file(expected, 0);
  auto const before = file.content();
  GrowingArray<std::int64_t> array;
  ASSERT_TRUE(array.bytes().lay_over(file.descriptor(), 0, expected.size() * sizeof expected[0]));
  for (std::size_t i = 0; i < expected.size(); i += 700) array[i] = expected[i] = -5;
  array.bytes().give_back();
  EXPECT_EQ(numbers(array), expected);
  EXPECT_EQ(file.content(), before);
}

// What is laid over takes the place of what was in memory, and what was behind it stays.
TEST(GrowingArray, AFileTakesThePlaceOfMemory) {
  NumbersInAFile const file(first_numbers(512), 0);
  GrowingArray<std::int64_t> array;
  for (std::int64_t i = 0; i < 2000; ++i) array.push_back(i + 1);
  ASSERT_TRUE(array.bytes().lay_over(file.descriptor(), 0, 512 * sizeof(std::int64_t)));
  EXPECT_EQ(numbers(array), first_numbers(2000));
}

TEST(GrowingBytes, WhatIsNoFileChangesNothing) {
  GrowingArray<std::int64_t> array;
  array.push_back(9);
  EXPECT_FALSE(array.bytes().lay_over(-1, 0, page_bytes()));
  EXPECT_EQ(numbers(array), std::vector<std::int64_t>{9});
}

TEST(GrowingArray, AMovedOneHoldsWhatTheOtherHeld) {
  GrowingArray<std::int64_t> from;
  from.push_back(1);
  auto to = std::move(from);
  to.push_back(2);
  EXPECT_EQ(numbers(to), (std::vector<std::int64_t>{1, 2}));
}

}  // namespace
}  // namespace redress::storage
