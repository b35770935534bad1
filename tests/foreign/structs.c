/*
 * C holds arrays of structs, packed and aligned, whose headers Rust wrote; Rust looks at them and writes into them.
 * Compiled and run by tests/tests/foreign.rs.
 */
#include <stdio.h>
#include <string.h>

#include "aligned_reading.h"
#include "reading.h"
#include "record_foreign.h"

#define COUNT 6
#define FIELDS "[('id', 'u2'), ('good', '?'), ('volts', 'f8'), ('position', 'f4', (3,)), ('name', 'S5'), ('serial', '>u4')]"
#define PACKED FIELDS
#define ALIGNED "dtype(" FIELDS ", align=True)"

#define CHECK(what)                                                                                                     \
    do {                                                                                                                \
        if (!(what)) {                                                                                                  \
            fprintf(stderr, "%s:%d: %s; the last error: %s\n", __FILE__, __LINE__, #what, record_last_error());        \
            return 1;                                                                                                   \
        }                                                                                                               \
    } while (0)

static uint32_t big_endian(uint32_t number) {
    unsigned char bytes[4] = {number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255};
    uint32_t stored;
    memcpy(&stored, bytes, 4);
    return stored;
}

/* The same statements for both structs; `items` may be unaligned, so members are stored by assignment only. */
#define FILL(items)                                                                                                     \
    do {                                                                                                                \
        memset(items, 0xEE, sizeof items); /* the gaps, too */                                                          \
        for (int i = 0; i < COUNT; i++) {                                                                               \
            items[i].id = (uint16_t)(1000 + i);                                                                         \
            items[i].good = i % 2;                                                                                      \
            items[i].volts = 1.5 * i;                                                                                   \
            for (int k = 0; k < 3; k++) items[i].position[k] = (float)(10 * i + k);                                     \
            memcpy(items[i].name, "r\0\0\0", 5);                                                                        \
            items[i].name[1] = (char)('0' + i);                                                                         \
            items[i].serial = big_endian((uint32_t)(0x01020300 + i));                                                   \
        }                                                                                                               \
    } while (0)

static int look(const struct record_view *view, const char *dtype, int first, int step) {
    double volts[COUNT], position[3 * COUNT], serial[COUNT], good[COUNT];
    size_t count = view->shape[0];
    CHECK(record_copy(view, dtype, "volts", volts, count) == RECORD_OK);
    CHECK(record_copy(view, dtype, "position", position, 3 * count) == RECORD_OK);
    CHECK(record_copy(view, dtype, "serial", serial, count) == RECORD_OK);
    CHECK(record_copy(view, dtype, "good", good, count) == RECORD_OK);
    for (size_t n = 0; n < count; n++) {
        int i = first + (int)n * step;
        CHECK(volts[n] == 1.5 * i);
        CHECK(position[3 * n + 2] == 10 * i + 2);
        CHECK(serial[n] == 0x01020300 + i);
        CHECK(good[n] == i % 2);
    }
    return 0;
}

static Reading packed[COUNT], packed_before[COUNT];
static AlignedReading aligned[COUNT], aligned_before[COUNT];

int main(void) {
    size_t count[1] = {COUNT}, half[1] = {COUNT / 2};
    ptrdiff_t packed_step[1] = {sizeof(Reading)}, aligned_step[1] = {sizeof(AlignedReading)};
    CHECK(sizeof(Reading) == 32 && sizeof(AlignedReading) == 40);
    FILL(packed);
    FILL(aligned);
    struct record_view packed_view = {packed, count, packed_step, 1, sizeof(Reading)};
    struct record_view aligned_view = {aligned, count, aligned_step, 1, sizeof(AlignedReading)};
    CHECK(look(&packed_view, PACKED, 0, 1) == 0);
    CHECK(look(&aligned_view, ALIGNED, 0, 1) == 0);

    /* Every other struct, from the last one backwards. */
    ptrdiff_t back[1] = {-2 * (ptrdiff_t)sizeof(AlignedReading)};
    struct record_view backwards = {&aligned[COUNT - 1], half, back, 1, sizeof(AlignedReading)};
    CHECK(look(&backwards, ALIGNED, COUNT - 1, -2) == 0);

    /* One record by value, into a struct of C's. */
    Reading one;
    CHECK(record_get_reading(&packed_view, 4, &one) == RECORD_OK);
    CHECK(memcmp(&one, &packed[4], sizeof one) == 0);
    CHECK(record_get_reading(&packed_view, 6, &one) == RECORD_COLUMN);
    CHECK(strstr(record_last_error(), "index 6 is out of range"));

    /* Rust writes one field, and no other byte: not even in the gaps. */
    memcpy(packed_before, packed, sizeof packed);
    memcpy(aligned_before, aligned, sizeof aligned);
    struct record_view_mut packed_mut = {packed, count, packed_step, 1, sizeof(Reading)};
    struct record_view_mut aligned_mut = {aligned, count, aligned_step, 1, sizeof(AlignedReading)};
    CHECK(record_scale_volts(&packed_mut, false, -2.0) == RECORD_OK);
    CHECK(record_scale_volts(&aligned_mut, true, -2.0) == RECORD_OK);
    for (int i = 0; i < COUNT; i++) {
        CHECK(packed[i].volts == -3.0 * i && aligned[i].volts == -3.0 * i);
        packed[i].volts = 1.5 * i;
        aligned[i].volts = 1.5 * i;
    }
    CHECK(memcmp(packed, packed_before, sizeof packed) == 0);
    CHECK(memcmp(aligned, aligned_before, sizeof aligned) == 0);

    /* C looks at Rust's table, and the lies it tells are found. */
    struct record_table *table;
    struct record_view_mut rust;
    CHECK(record_table_new(COUNT, &table) == RECORD_OK);
    CHECK(record_table_view(table, &rust) == RECORD_OK);
    CHECK(rust.shape[0] == COUNT && rust.strides[0] == sizeof(Reading) && rust.itemsize == sizeof(Reading));
    Reading *rows = rust.data;
    CHECK(rows[3].id == 3 && rows[3].volts == 1.5 && rows[3].serial == big_endian(3 << 16 | 1));
    CHECK(strcmp(rows[3].name, "r3") == 0);
    double ids[COUNT];
    rows[5].id = 77;
    CHECK(record_table_copy(table, "id", ids, COUNT) == RECORD_OK);
    CHECK(ids[4] == 4 && ids[5] == 77);
    record_table_free(table);

    CHECK(record_scale_volts(&packed_mut, true, 1.0) == RECORD_POINTER);
    CHECK(strstr(record_last_error(), "the elements are of 40 bytes, the header says 32"));
    packed_step[0] = 16;
    CHECK(record_scale_volts(&packed_mut, false, 1.0) == RECORD_POINTER);
    CHECK(strstr(record_last_error(), "may not overlap itself"));
    packed_mut.data = NULL;
    CHECK(record_scale_volts(&packed_mut, false, 1.0) == RECORD_POINTER);
    packed_view.ndim = 0;
    CHECK(record_get_reading(&packed_view, 0, &one) == RECORD_POINTER);
    CHECK(strstr(record_last_error(), "expected 1 axis, found 0"));
    printf("C: %d structs of %zu and of %zu bytes agree\n", COUNT, sizeof(Reading), sizeof(AlignedReading));
    return 0;
}
