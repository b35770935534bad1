/*
 * The functions of the library record_foreign. Each returns a status; record_last_error() is the sentence of the last
 * one that was not RECORD_OK. What each asks of its caller is written at its Rust source.
 */
#ifndef RECORD_FOREIGN_H
#define RECORD_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum record_status {
    RECORD_OK = 0,
    RECORD_ARGUMENT = 1,
    RECORD_POINTER = 2,
    RECORD_DTYPE = 3,
    RECORD_COLUMN = 4,
    RECORD_NDARRAY = 5,
    RECORD_LENGTH = 6,
    RECORD_PANIC = 7
};

/* An array: record_core::interop::CView. */
struct record_view {
    const void *data;         /* the element whose index is all zeros */
    const size_t *shape;      /* length of each axis, outermost first */
    const ptrdiff_t *strides; /* signed bytes between neighbours along each axis */
    size_t ndim;              /* number of axes */
    size_t itemsize;          /* bytes of an element */
};

/* An array that may be written: record_core::interop::CViewMut. */
struct record_view_mut {
    void *data;
    const size_t *shape;
    const ptrdiff_t *strides;
    size_t ndim;
    size_t itemsize;
};

const char *record_last_error(void);
enum record_status record_panic(void);

/* A table that Rust owns. */
struct record_table;
enum record_status record_table_new(uint16_t len, struct record_table **out);
void record_table_free(struct record_table *table);
enum record_status record_table_view(struct record_table *table, struct record_view_mut *out);
const char *record_table_interface(const struct record_table *table);
const char *record_table_dtype(const struct record_table *table);
enum record_status record_table_copy(const struct record_table *table, const char *field, double *out, size_t len);

/* Memory that the caller owns. */
enum record_status record_copy(const struct record_view *view, const char *dtype, const char *field, double *out,
                               size_t len);
enum record_status record_copy_interface(const char *json, const char *field, double *out, size_t len);
enum record_status record_scale(struct record_view_mut *view, const char *dtype, const char *field, double factor);
enum record_status record_scale_interface(const char *json, const char *field, double factor);
enum record_status record_scale_volts(struct record_view_mut *view, bool aligned, double factor);
enum record_status record_get_reading(const struct record_view *view, size_t index, void *out);
enum record_status record_ndarray_sum(const struct record_view *view, double *out);
enum record_status record_matrix_rows(const double *matrix, size_t rows, size_t columns, double *out, size_t len);
enum record_status record_matrix_scale_row(double *matrix, size_t rows, size_t columns, size_t row, double factor);

#endif
