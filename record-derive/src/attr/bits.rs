//! `bits(apid = 5..16, flag = 4, order = "msb")`: names for bit ranges of an integer field.

use super::{list, nearest};
use crate::{
    ctxt::Ctxt,
    symbol::{ORDER, WIDTH},
};
use proc_macro2::Ident;
use syn::{
    Expr, ExprLit, ExprRange, Lit, LitStr, RangeLimits, Token, ext::IdentExt, meta::ParseNestedMeta,
    parenthesized, parse::ParseStream, token::Paren,
};

/// All of one field's ranges.
pub struct Bits {
    pub names: Vec<BitName>,
    pub order: Order,
    /// `width = 16`, where the type does not show it.
    pub width: Option<(u32, Expr)>,
}

/// From which end bits are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 0 is the least significant bit.
    Lsb,
    /// 0 is the most significant bit, as standards for packets have it.
    Msb,
}

/// One named range, counted as written.
pub struct BitName {
    pub ident: Ident,
    pub start: u32,
    pub end: u32,
    pub value: Expr,
}

impl Bits {
    /// Reads `(name = range, ..)`; reports what is wrong with one entry, and goes on with the next.
    pub fn read(ctxt: &Ctxt, meta: &ParseNestedMeta<'_>) -> syn::Result<Self> {
        const EXAMPLE: &str = "write `bits(name = 0..3, flag = 3)`, counted from the least significant bit, or from the most significant one with `order = \"msb\"`";
        if !meta.input.peek(Paren) {
            return Err(syn::Error::new_spanned(&meta.path, EXAMPLE));
        }
        let content;
        parenthesized!(content in meta.input);
        let (mut names, mut order, mut width, mut entries) = (Vec::new(), None, None, 0);
        while !content.is_empty() {
            let key = content.call(Ident::parse_any)?;
            content.parse::<Token![=]>()?;
            let word = key.to_string();
            if word == ORDER {
                let read = read_order(&content)?;
                if order.replace(read).is_some() {
                    ctxt.error_at(&key, "`order` is given twice: remove one");
                }
            } else if word == WIDTH {
                let value: Expr = content.parse()?;
                match number(&value) {
                    Some(bits @ (8 | 16 | 32 | 64)) => {
                        if width.replace((bits, value)).is_some() {
                            ctxt.error_at(&key, "`width` is given twice: remove one");
                        }
                    }
                    _ => ctxt.error_at(&value, "the width of an integer is 8, 16, 32 or 64"),
                }
            } else {
                entries += 1;
                let value: Expr = content.parse()?;
                match range(&value) {
                    Some((start, end)) if start < end => names.push(BitName { ident: key, start, end, value }),
                    Some(_) => ctxt.error_at(
                        &value,
                        "this range of bits is empty: write `start..end` with start below end, `end` not included",
                    ),
                    None => ctxt.error_at(&value, "write a range of bits, `5..16`, or one bit, `4`"),
                }
            }
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        if entries == 0 {
            return Err(syn::Error::new_spanned(&meta.path, EXAMPLE));
        }
        Ok(Self { names, order: order.unwrap_or(Order::Lsb), width })
    }
}

fn read_order(input: ParseStream<'_>) -> syn::Result<Order> {
    let text: LitStr = input.parse()?;
    match text.value().as_str() {
        "lsb" => Ok(Order::Lsb),
        "msb" => Ok(Order::Msb),
        other => {
            let known = ["lsb", "msb"];
            let hint =
                nearest(other, &known).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            Err(syn::Error::new_spanned(&text, format_args!("`order` is one of {}{hint}", list(&known))))
        }
    }
}

fn range(value: &Expr) -> Option<(u32, u32)> {
    match ungrouped(value) {
        Expr::Range(ExprRange { start: Some(start), end: Some(end), limits, .. }) => {
            let (start, end) = (number(start)?, number(end)?);
            match limits {
                RangeLimits::HalfOpen(_) => Some((start, end)),
                RangeLimits::Closed(_) => Some((start, end.checked_add(1)?)),
            }
        }
        bit => number(bit).and_then(|bit| Some((bit, bit.checked_add(1)?))),
    }
}

fn number(value: &Expr) -> Option<u32> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}

/// Opens the invisible groups that a macro puts around what it passes on.
fn ungrouped(mut value: &Expr) -> &Expr {
    while let Expr::Group(group) = value {
        value = &group.expr;
    }
    value
}
